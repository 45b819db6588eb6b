import { Button, Modal, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { createDataset, type DatasetDetail } from '../../api/datasets'
import { t } from '../../i18n'
import classes from './DatasetForm.module.css'

interface DatasetFormProps {
  project: string
  /** What the name begins with. */
  name: string
  onClose: () => void
  onCreated: (made: DatasetDetail) => void
}

/** Makes a dataset. */
export function DatasetForm({ project, name: initial, onClose, onCreated }: DatasetFormProps) {
  const queries = useQueryClient()
  const [name, setName] = useState(initial)
  const [description, setDescription] = useState('')
  const creation = useMutation({
    mutationFn: () => createDataset(project, { name, description: description || null }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['datasets', project] })
      onClose()
      onCreated(made)
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.datasets.form.createTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          creation.mutate()
        }}
      >
        <TextInput
          label={t.datasets.form.name}
          description={t.datasets.form.nameHint}
          value={name}
          onChange={({ target }) => setName(target.value)}
          error={creation.error?.message}
          data-autofocus
        />
        <TextInput
          label={t.datasets.form.description}
          value={description}
          onChange={({ target }) => setDescription(target.value)}
        />
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            {t.common.cancel}
          </Button>
          <Button type="submit" loading={creation.isPending} disabled={!name.trim()}>
            {t.datasets.form.create}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
