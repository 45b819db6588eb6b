import { LATEST, PRODUCTION, type PromptLabelRef } from '../../api/prompts'
import { t } from '../../i18n'
import { Dash } from '../../table/cells'
import classes from './LabelList.module.css'
import { inOrder } from './labels'

/** A label of a version; `production`, which is what SDKs fetch, stands out. */
export function Label({ label, version }: { label: string; version?: number }) {
  const look = label === PRODUCTION || label === LATEST ? label : undefined
  return (
    <span className={classes.label} data-look={look}>
      {label}
      {version !== undefined && <span className={classes.version}>{t.prompts.shortVersion(version)}</span>}
    </span>
  )
}

/** Labels with the versions they point to, `production` first. */
export function LabelList({ labels, wraps }: { labels: readonly PromptLabelRef[]; wraps?: boolean }) {
  if (labels.length === 0) return <Dash />
  const sorted = inOrder(labels, (one) => one.label)
  return (
    <span
      className={classes.root}
      data-wraps={wraps || undefined}
      title={sorted.map((one) => `${one.label} ${t.prompts.shortVersion(one.version)}`).join(', ')}
    >
      {sorted.map((one) => (
        <Label key={one.label} {...one} />
      ))}
    </span>
  )
}
