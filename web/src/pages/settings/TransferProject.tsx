import { Button, Modal, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  type ProjectSettings,
  refreshPeople,
  type TransferImpact,
  transferImpactQuery,
  transferProject,
} from '../../api/organization'
import { DialogEnd } from '../../components/DialogEnd'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import classes from './Settings.module.css'

interface TransferProjectProps {
  project: ProjectSettings
  onClose: () => void
}

/** Moves the project to another organisation: says before who loses and who gains access. */
export function TransferProject({ project, onClose }: TransferProjectProps) {
  const queries = useQueryClient()
  const [target, setTarget] = useState<string | null>(project.transferTargets[0]?.id ?? null)
  const impact = useQuery(transferImpactQuery(project.id, target ?? ''))
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
      <Select
        label={t.settings.transferTo}
        data={project.transferTargets.map((one) => ({ value: one.id, label: one.name }))}
        value={target}
        onChange={setTarget}
        allowDeselect={false}
        data-autofocus
      />
      {impact.data ? (
        <Impact impact={impact.data} />
      ) : (
        !impact.error && <p className={classes.quiet}>{t.settings.counting}</p>
      )}
      <DialogEnd error={moving.error ?? impact.error}>
        <Button variant="default" onClick={onClose}>
          {t.common.cancel}
        </Button>
        <Button loading={moving.isPending} disabled={!impact.data} onClick={() => moving.mutate()}>
          {t.settings.transferAction}
        </Button>
      </DialogEnd>
    </Modal>
  )
}

function Impact({ impact }: { impact: TransferImpact }) {
  const says = t.settings.transferImpact
  const { losing, losingCount, gaining, gainingCount, stayingCount, changingCount } = impact
  return (
    <ul className={classes.contents}>
      <li>
        {says.losing(losingCount)}
        {losingCount > 0 && `: ${said(losing, losingCount)}`}
      </li>
      <li>
        {says.gaining(gainingCount)}
        {gainingCount > 0 && `: ${said(gaining, gainingCount)}`}
      </li>
      <li>{says.staying(stayingCount, changingCount)}</li>
      <li>{says.keys(impact.keyCount)}</li>
      {impact.invitationCount > 0 && <li>{says.invitations(impact.invitationCount)}</li>}
    </ul>
  )
}

/** The first names, and how many more there are. */
function said(names: readonly string[], count: number): string {
  const shown = names.slice(0, NAMED)
  return shown.join(', ') + (count > shown.length ? t.settings.transferImpact.more(count - shown.length) : '')
}

const NAMED = 5
