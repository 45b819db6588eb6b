import { Button, Modal, Select, Tooltip } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  contentsQuery,
  deleteProject,
  type ProjectSettings,
  refreshPeople,
  transferProject,
} from '../../api/organization'
import { useMay } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { DialogEnd } from '../../components/DialogEnd'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Danger, DangerLine } from './Danger'
import classes from './Settings.module.css'

/** Moves the project to another organisation, or deletes it. */
export function EndProject({ project }: { project: ProjectSettings }) {
  const isOwner = useMay('owner')
  const [doing, setDoing] = useState<'transfer' | 'delete' | null>(null)
  const mayTransfer = project.transferTargets.length > 0
  return (
    <Danger>
      <DangerLine title={t.settings.transfer} text={t.settings.transferText}>
        <Tooltip
          label={isOwner ? t.settings.transferNone : t.settings.onlyOwners}
          disabled={isOwner && mayTransfer}
        >
          <Button variant="default" disabled={!isOwner || !mayTransfer} onClick={() => setDoing('transfer')}>
            {t.settings.transferAction}
          </Button>
        </Tooltip>
      </DangerLine>
      <DangerLine title={t.settings.deleteProject} text={t.settings.deleteProjectText}>
        <Tooltip label={t.settings.onlyOwners} disabled={isOwner}>
          <Button variant="danger" disabled={!isOwner} onClick={() => setDoing('delete')}>
            {t.settings.deleteAction}
          </Button>
        </Tooltip>
      </DangerLine>
      {doing === 'transfer' && <Transfer project={project} onClose={() => setDoing(null)} />}
      {doing === 'delete' && <Delete project={project} onClose={() => setDoing(null)} />}
    </Danger>
  )
}

interface EndProps {
  project: ProjectSettings
  onClose: () => void
}

function Transfer({ project, onClose }: EndProps) {
  const queries = useQueryClient()
  const [target, setTarget] = useState<string | null>(project.transferTargets[0]?.id ?? null)
  const moving = useMutation({
    mutationFn: () => transferProject(project.id, target ?? ''),
    onSuccess: async () => {
      await refreshPeople(queries)
      onClose()
      toast(t.settings.transferred(project.transferTargets.find((one) => one.id === target)?.name ?? ''))
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.settings.transfer}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <p>{t.settings.transferText}</p>
      <Select
        mt={12}
        label={t.settings.transferTo}
        data={project.transferTargets.map((one) => ({ value: one.id, label: one.name }))}
        value={target}
        onChange={setTarget}
        allowDeselect={false}
        data-autofocus
      />
      <DialogEnd error={moving.error}>
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button loading={moving.isPending} disabled={!target} onClick={() => moving.mutate()}>
          {t.settings.transferAction}
        </Button>
      </DialogEnd>
    </Modal>
  )
}

function Delete({ project, onClose }: EndProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: contents } = useQuery(contentsQuery(project.id))
  const there = contents
    ? (Object.entries(t.settings.contents) as [keyof typeof contents, string][]).filter(
        ([noun]) => contents[noun] > 0,
      )
    : undefined
  return (
    <Confirm
      title={t.settings.deleteProject}
      action={t.settings.deleteAction}
      typed={project.name}
      run={() => deleteProject(project.id, project.name)}
      onDone={() => {
        toast(t.settings.deleted(project.name))
        void navigate({
          to: '/organization/$organizationId',
          params: { organizationId: project.organizationId },
        }).then(() => refreshPeople(queries))
      }}
      onClose={onClose}
    >
      {!there ? (
        <p className={classes.quiet}>{t.settings.counting}</p>
      ) : (
        there.length > 0 && (
          <>
            <p>{t.settings.deleteConfirm}</p>
            <ul className={classes.contents}>
              {there.map(([noun, label]) => (
                <li key={noun}>
                  <b>{formatCount(contents?.[noun] ?? 0)}</b> {label}
                </li>
              ))}
            </ul>
          </>
        )
      )}
      <p>{t.settings.deleteKeys}</p>
    </Confirm>
  )
}
