import { CircleAlert, Info } from 'lucide-react'
import type { ProposedItem } from '../../../api/datasetSources'
import { Badge } from '../../../components/Badge'
import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import classes from './ItemHead.module.css'

/** What an item is made from, and what there is to know of it. */
export function ItemHead({ item }: { item: ProposedItem }) {
  return (
    <div className={classes.root}>
      <div className={classes.line}>
        {item.kind && <Badge tone="outline">{t.addTo.kinds[item.kind]}</Badge>}
        <span className={classes.name} title={item.name}>
          {showReordering(item.name) || item.observationId || item.traceId}
        </span>
        {item.isInDataset && <Badge tone="warn">{t.addTo.isThere}</Badge>}
      </div>
      {item.problems.map((problem) => (
        <p key={problem.message} className={classes.note} data-tone="error">
          <CircleAlert size={13} aria-hidden />
          <span>
            {problem.field && `${t.addTo.problemOf(problem.field)}: `}
            {problem.message}
          </span>
        </p>
      ))}
      {item.notes.map((note) => (
        <p key={note} className={classes.note}>
          <Info size={13} aria-hidden />
          <span>{note}</span>
        </p>
      ))}
    </div>
  )
}
