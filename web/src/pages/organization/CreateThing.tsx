import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createOrganization, createProject, refreshPeople } from '../../api/organization'
import { DialogEnd } from '../../components/DialogEnd'
import { t } from '../../i18n'

interface CreateThingProps {
  kind: 'project' | 'organization'
  /** Where a new project belongs. */
  organization: string
  onClose: () => void
}

/** Asks for a name, makes a project or an organisation, and goes there. */
export function CreateThing({ kind, organization, onClose }: CreateThingProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const isProject = kind === 'project'
  const creation = useMutation({
    mutationFn: async () =>
      (isProject ? await createProject(organization, name) : await createOrganization(name)).id,
    onSuccess: async (id) => {
      await refreshPeople(queries)
      onClose()
      await (isProject
        ? navigate({ to: '/project/$projectId/setup', params: { projectId: id } })
        : navigate({ to: '/organization/$organizationId', params: { organizationId: id } }))
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={isProject ? t.organization.newProject : t.organization.newOrganization}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate()
        }}
      >
        <TextInput
          label={isProject ? t.organization.projectName : t.organization.organizationName}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
          error={creation.error?.message}
          data-autofocus
        />
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={creation.isPending} disabled={!name.trim()}>
            {t.organization.create}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
