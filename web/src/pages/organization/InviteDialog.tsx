import { Button, Modal, Select, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnyRole, createInvitation, type OrganizationView, refreshPeople } from '../../api/organization'
import { type Role, reaches } from '../../app/useRole'
import { Code } from '../../components/Code'
import { DialogEnd } from '../../components/DialogEnd'
import { ShownOnce } from '../../components/ShownOnce'
import { t } from '../../i18n'
import members from '../members/Members.module.css'

const DAYS = [1, 7, 30, 90]

interface InviteDialogProps {
  organization: OrganizationView
  by: Role | undefined
  onClose: () => void
}

/** Makes an invitation, and shows its link this once. */
export function InviteDialog({ organization, by, onClose }: InviteDialogProps) {
  const queries = useQueryClient()
  const [role, setRole] = useState<AnyRole>('member')
  const [project, setProject] = useState('')
  const [projectRole, setProjectRole] = useState<Role>('member')
  const [email, setEmail] = useState('')
  const [note, setNote] = useState('')
  const [isOnce, setOnce] = useState(true)
  const [days, setDays] = useState('7')
  const creation = useMutation({
    mutationFn: () =>
      createInvitation(organization.id, {
        role,
        projectId: project || null,
        projectRole: project ? projectRole : null,
        email,
        note,
        maxUses: isOnce ? 1 : null,
        days: Number(days),
      }),
    onSuccess: () => refreshPeople(queries),
  })
  if (creation.data) return <Link url={creation.data.url} onClose={onClose} />
  const roles = (['owner', 'admin', 'member', 'viewer'] as const).map((one) => ({
    value: one,
    label: t.members.roles[one],
    disabled: !reaches(by, one),
  }))
  return (
    <Modal
      opened
      onClose={onClose}
      size={560}
      title={t.members.inviteTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate()
        }}
      >
        <p className={members.lead}>{t.members.inviteLead}</p>
        <div className={members.fields}>
          <Select
            label={t.members.inviteRole}
            value={role}
            allowDeselect={false}
            data={[...roles, { value: 'none', label: t.members.noneInOrganization }]}
            onChange={(value) => {
              setRole(value as AnyRole)
              if (value === 'none' && !project) setProject(organization.projects[0]?.id ?? '')
            }}
            data-autofocus
          />
          <Select
            label={t.members.inviteProject}
            value={project}
            allowDeselect={false}
            searchable={organization.projects.length > 8}
            data={[
              { value: '', label: t.members.inviteNoProject, disabled: role === 'none' },
              ...organization.projects.map((one) => ({ value: one.id, label: one.name })),
            ]}
            onChange={(value) => setProject(value ?? '')}
          />
          {project && (
            <Select
              wrapperProps={{ 'data-wide': true }}
              label={t.members.inviteProjectRole}
              value={projectRole}
              allowDeselect={false}
              data={roles}
              onChange={(value) => setProjectRole(value as Role)}
            />
          )}
          <TextInput
            wrapperProps={{ 'data-wide': true }}
            label={t.members.inviteEmail}
            description={t.members.inviteEmailHint}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <TextInput
            wrapperProps={{ 'data-wide': true }}
            label={t.members.inviteNote}
            placeholder={t.members.inviteNotePlaceholder}
            maxLength={200}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Select
            label={t.members.inviteUses}
            value={isOnce ? 'once' : 'many'}
            allowDeselect={false}
            data={[
              { value: 'once', label: t.members.useOnce },
              { value: 'many', label: t.members.useMany },
            ]}
            onChange={(value) => setOnce(value === 'once')}
          />
          <Select
            label={t.members.inviteDays}
            value={days}
            allowDeselect={false}
            data={DAYS.map((one) => ({ value: String(one), label: t.members.inviteDay(one) }))}
            onChange={(value) => setDays(value ?? '7')}
          />
        </div>
        <DialogEnd error={creation.error}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={creation.isPending}>
            {t.members.createLink}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}

function Link({ url, onClose }: { url: string; onClose: () => void }) {
  return (
    <ShownOnce
      title={t.members.linkTitle}
      warning={t.members.linkText}
      done={t.members.linkCopied}
      onClose={onClose}
    >
      <Code text={url} wrap />
    </ShownOnce>
  )
}
