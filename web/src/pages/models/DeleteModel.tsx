import { useQueryClient } from '@tanstack/react-query'
import { deleteModel, type ModelRow } from '../../api/models'
import { Confirm } from '../../components/Confirm'
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
  return (
    <Confirm
      title={t.models.removeTitle}
      action={t.models.remove}
      run={() => deleteModel(project, model.id)}
      onDone={() => void queries.invalidateQueries({ queryKey: ['models', project] })}
      onClose={onClose}
    >
      <p className={classes.subject}>
        <b>{model.modelName}</b> <code>{model.matchPattern}</code>
      </p>
      <p>{t.models.removeText}</p>
    </Confirm>
  )
}
