import { KindIcon } from '../../../components/KindIcon'
import { t } from '../../../i18n'
import { condense, type Part } from '../model/condense'
import { previewOf } from '../model/previewOf'
import type { TraceModel } from '../model/traceModel'
import type { Steps } from '../useSteps'
import classes from './StepChips.module.css'

interface StepChipsProps {
  steps: Steps
  row: number
  onSelect: (row: number) => void
}

/** What a turn did, in short: `exec_command × 3`, `apply_patch`, a failed request. A chip leads to its first step. */
export function StepChips({ steps, row, onSelect }: StepChipsProps) {
  const { model } = steps
  const parts = condense(model, row)
  if (parts.length === 0) return null
  return (
    <ul className={classes.root}>
      {parts.map((part) => {
        const first = part.rows[0] as number
        return (
          <li key={first}>
            <button
              type="button"
              className={classes.chip}
              data-kind={part.kind}
              data-troubled={part.troubled > 0 || undefined}
              title={model.skeleton.previews[first] || model.skeleton.statusMessages[first]}
              onClick={() => onSelect(first)}
            >
              <KindIcon kind={model.kinds[first] ?? 'tool'} name={part.name} size={13} />
              <span className={classes.name}>{t.trace.condensed(part.name, part.rows.length)}</span>
              {part.rows.length === 1 && detailOf(part, model, first) && (
                <span className={classes.detail} data-mono={part.kind === 'tools' || undefined}>
                  {detailOf(part, model, first)}
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}

/** What a single call did, or what a problem says. */
function detailOf(part: Part, model: TraceModel, row: number): string {
  if (part.kind === 'problem') return model.skeleton.statusMessages[row] ?? ''
  return part.kind === 'tools' ? previewOf(model, row) : ''
}
