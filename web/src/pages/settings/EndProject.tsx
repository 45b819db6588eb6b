import { Button, Tooltip } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { contentsQuery, deleteProject, type ProjectSettings, refreshPeople } from '../../api/organization'
import { useMay } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { toast } from '../../components/toast'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { Danger, DangerLine } from './Danger'
import classes from './Settings.module.css'
import { TransferProject } from './TransferProject'

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
      {doing === 'transfer' && <TransferProject project={project} onClose={() => setDoing(null)} />}
      {doing === 'delete' && <Delete project={project} onClose={() => setDoing(null)} />}
    </Danger>
  )
}

function Delete({ project, onClose }: { project: ProjectSettings; onClose: () => void }) {
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
