import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { type UnpricedModel, unpricedQuery } from '../../api/models'
import { RelativeTime } from '../../components/RelativeTime'
import { formatCompact, formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './Panels.module.css'

const SHOWN = 5
const says = t.models.unpriced

interface UnpricedPanelProps {
  project: string
  mayEdit: boolean
  onAdd: (found: UnpricedModel) => void
}

/** Models that calls name and nobody has a price for; nothing when there are none. */
export function UnpricedPanel({ project, mayEdit, onAdd }: UnpricedPanelProps) {
  const { data } = useQuery(unpricedQuery(project))
  const [all, setAll] = useState(false)
  if (!data || data.length === 0) return null
  return (
    <section className={classes.panel} data-tone="warn" aria-label={says.title(data.length)}>
      <h2 className={classes.title}>
        <TriangleAlert size={14} aria-hidden /> {says.title(data.length)}
        <span className={classes.quiet}>{says.text}</span>
      </h2>
      <ul className={classes.list}>
        {data.slice(0, all ? undefined : SHOWN).map((found) => (
          <li key={found.model}>
            <code>{found.model}</code>
            <span className={classes.quiet}>{found.provider}</span>
            <span className={classes.figures}>
              {says.calls(formatCount(found.calls))} · {says.tokens(formatCompact(found.tokens))} ·{' '}
              <RelativeTime time={found.lastUsedAt} />
            </span>
            {mayEdit && (
              <Button
                variant="default"
                size="compact-xs"
                onClick={() => onAdd(found)}
                aria-label={`${says.add}: ${found.model}`}
              >
                {says.add}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {data.length > SHOWN && (
        <Button variant="subtle" size="compact-xs" onClick={() => setAll(!all)}>
          {all ? t.common.showLess : t.common.showAll(formatCount(data.length))}
        </Button>
      )}
    </section>
  )
}
