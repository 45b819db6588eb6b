import { Button, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { deleteModel, type ModelRow } from '../../api/models'
import { t } from '../../i18n'
import classes from './ModelForm.module.css'

interface DeleteModelProps {
  project: string
  model: ModelRow
  onClose: () => void
}

/** Asks before a model of one's own is deleted. */
export function DeleteModel({ project, model, onClose }: DeleteModelProps) {
  const queries = useQueryClient()
  const deletion = useMutation({
    mutationFn: () => deleteModel(project, model.id),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['models', project] })
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t.models.removeTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <p className={classes.subject}>
        <b>{model.modelName}</b> <code>{model.matchPattern}</code>
      </p>
      <p>{t.models.removeText}</p>
      {deletion.error && (
        <p className={classes.problem} role="alert">
          {deletion.error.message}
        </p>
      )}
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t.common.cancel}
        </Button>
        <Button variant="danger" loading={deletion.isPending} onClick={() => deletion.mutate()}>
          {t.models.remove}
        </Button>
      </div>
    </Modal>
  )
}
