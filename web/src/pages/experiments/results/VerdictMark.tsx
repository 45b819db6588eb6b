import { t } from '../../../i18n'
import type { Verdict } from './measures'
import classes from './VerdictMark.module.css'

const SHAPES: Record<Verdict, string> = {
  better: 'M5 1 9.5 9h-9z',
  worse: 'M5 9 .5 1h9z',
  mixed: 'M5 0 10 5 5 10 0 5z',
}

interface VerdictMarkProps {
  verdict: Verdict
  /** Nothing where the text beside it says the same. */
  label?: string
}

/** Whether something became better or worse: by its shape, too, for those who do not tell red from green. */
export function VerdictMark({ verdict, label = t.experiments.verdicts[verdict] }: VerdictMarkProps) {
  const mark = (
    <svg viewBox="0 0 10 10" width={8} height={8} className={classes.root} data-verdict={verdict} aria-hidden>
      <path d={SHAPES[verdict]} />
    </svg>
  )
  if (!label) return mark
  return (
    <span className={classes.labelled} role="img" aria-label={label} title={label}>
      {mark}
    </span>
  )
}
