import { Link } from '@tanstack/react-router'
import type { SchemaFit } from '../../api/datasets'
import { t } from '../../i18n'
import classes from './DatasetForm.module.css'

const says = t.datasets.form
const SHOWN = 8

interface SchemaFitNoteProps {
  project: string
  dataset: string
  fit: SchemaFit | undefined
  isChecking: boolean
}

/** Whether the items fit the schemas that are typed, and which do not. */
export function SchemaFitNote({ project, dataset, fit, isChecking }: SchemaFitNoteProps) {
  if (!fit) return isChecking ? <p className={classes.hint}>{says.checking}</p> : null
  if (fit.wrong === 0) return <p className={classes.fits}>{says.fits(fit.checked)}</p>
  return (
    <div className={classes.misfits} role="status">
      <p>
        <b>{says.misfits(fit.wrong, fit.checked)}</b>
      </p>
      <ul>
        {fit.misfits.slice(0, SHOWN).map((one) => (
          <li key={`${one.id} ${one.field}`}>
            <Link
              to="/project/$projectId/datasets/$datasetId/items/$itemId"
              params={{ projectId: project, datasetId: dataset, itemId: one.id }}
              target="_blank"
            >
              {one.id}
            </Link>{' '}
            {one.message}
          </li>
        ))}
      </ul>
      {fit.misfits.length > SHOWN && <p>{says.misfitsMore(fit.misfits.length - SHOWN)}</p>}
      <p>{says.misfitsBlock}</p>
    </div>
  )
}
