import type { components } from '../../../api/schema'
import { formatCount } from '../../../format/number'
import { t } from '../../../i18n'
import { draftOf } from './draft'
import { ItemHead } from './ItemHead'
import classes from './ProposedList.module.css'

const SHOWN_CHARACTERS = 400

/** The first of many items, to see what they will be like. */
export function ProposedList({ proposed }: { proposed: components['schemas']['ProposedItems'] }) {
  return (
    <div className={classes.root}>
      <p className={classes.count}>
        {proposed.total > proposed.items.length
          ? t.addTo.firstOf(proposed.items.length, t.addTo.itemCount(proposed.total))
          : t.addTo.itemCount(proposed.total)}
      </p>
      <ol className={classes.list}>
        {proposed.items.map((item) => (
          <li key={`${item.traceId} ${item.observationId}`} className={classes.item}>
            <ItemHead item={item} />
            {item.kind && (
              <dl className={classes.values}>
                <Value label={t.addTo.input} value={item.input} />
                <Value label={t.addTo.expected} value={item.expectedOutput} />
                <Value label={t.addTo.metadata} value={item.metadata} />
              </dl>
            )}
          </li>
        ))}
      </ol>
      {proposed.total > proposed.items.length && (
        <p className={classes.count}>{`… ${formatCount(proposed.total - proposed.items.length)}`}</p>
      )}
    </div>
  )
}

function Value({ label, value }: { label: string; value: string | null }) {
  const { text } = draftOf(value)
  const isCut = text.length > SHOWN_CHARACTERS
  return (
    <div className={classes.value}>
      <dt>{label}</dt>
      <dd data-empty={text ? undefined : true}>
        {text ? `${text.slice(0, SHOWN_CHARACTERS)}${isCut ? ' …' : ''}` : t.addTo.empty}
      </dd>
    </div>
  )
}
