import { ActionIcon, Button, Menu, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Copy, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { type DatasetRow, deleteDataset, duplicateDataset } from '../../api/datasets'
import { useMay } from '../../app/useRole'
import { Confirm } from '../../components/Confirm'
import { DialogEnd } from '../../components/DialogEnd'
import { toast } from '../../components/toast'
import { t } from '../../i18n'
import { DatasetForm } from './DatasetForm'
import classes from './DatasetForm.module.css'

interface DatasetMenuProps {
  project: string
  dataset: DatasetRow
}

/** What can be done with a whole dataset; nothing for those who may only look. */
export function DatasetMenu({ project, dataset }: DatasetMenuProps) {
  const [open, setOpen] = useState<'edit' | 'duplicate' | 'delete'>()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { datasetId } = useParams({ strict: false })
  const close = () => setOpen(undefined)
  if (!useMay('member')) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t.datasets.more(dataset.name)} data-above>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Pencil size={14} aria-hidden />} onClick={() => setOpen('edit')}>
            {t.datasets.edit}
          </Menu.Item>
          <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => setOpen('duplicate')}>
            {t.datasets.duplicate}
          </Menu.Item>
          <Menu.Item
            leftSection={<Trash2 size={14} aria-hidden />}
            color="var(--error)"
            onClick={() => setOpen('delete')}
          >
            {t.datasets.remove}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'edit' && <DatasetForm project={project} dataset={dataset.id} onClose={close} />}
      {open === 'duplicate' && <Duplicate project={project} dataset={dataset} onClose={close} />}
      {open === 'delete' && (
        <Confirm
          title={t.datasets.removeTitle}
          action={t.datasets.remove}
          typed={dataset.itemCount + dataset.runCount > 100 ? dataset.name : undefined}
          run={() => deleteDataset(project, dataset.id)}
          onDone={() => {
            toast(t.datasets.removed(dataset.name))
            if (datasetId !== undefined)
              void navigate({
                to: '/project/$projectId/datasets',
                params: { projectId: project },
                search: {},
              })
            queries.removeQueries({ queryKey: ['datasets', project, 'one', dataset.id] })
            void queries.invalidateQueries({ queryKey: ['datasets', project] })
          }}
          onClose={close}
        >
          <p>
            <b>{dataset.name}</b>
          </p>
          <p>{t.datasets.removeText(dataset.itemCount, dataset.archivedCount, dataset.runCount)}</p>
          <p>{t.datasets.removeKept}</p>
        </Confirm>
      )}
    </>
  )
}

function Duplicate({ project, dataset, onClose }: DatasetMenuProps & { onClose: () => void }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [name, setName] = useState(`${dataset.name} copy`)
  const copying = useMutation({
    mutationFn: () => duplicateDataset(project, dataset.id, name),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['datasets', project] })
      onClose()
      toast(t.datasets.duplicated(made.name))
      void navigate({
        to: '/project/$projectId/datasets/$datasetId',
        params: { projectId: project, datasetId: made.id },
        search: {},
      })
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.datasets.duplicateTitle(dataset.name)}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          copying.mutate()
        }}
      >
        <div className={classes.form}>
          <p>{t.datasets.duplicateText(dataset.itemCount + dataset.archivedCount)}</p>
          <TextInput
            label={t.datasets.form.name}
            description={t.datasets.form.nameHint}
            value={name}
            onChange={({ target }) => setName(target.value)}
            error={copying.error?.message}
            data-autofocus
          />
        </div>
        <DialogEnd>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={copying.isPending} disabled={!name.trim()}>
            {t.datasets.duplicate}
          </Button>
        </DialogEnd>
      </form>
    </Modal>
  )
}
