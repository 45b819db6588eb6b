import { useState } from 'react'
import { FIELD_ATTRIBUTE } from '../../../comments/places'
import { CopyButton } from '../../../components/CopyButton'
import { SearchField } from '../../../components/SearchField'
import { t } from '../../../i18n'
import { unquoteReference } from '../../../media/reference'
import { prettyJson } from '../../../text/json'
import { MediaText } from '../../../text/MediaText'
import classes from './MetadataTable.module.css'

/** All keys and values, to be filtered and copied. */
export function MetadataTable({ metadata }: { metadata: Record<string, string> }) {
  const [filter, setFilter] = useState('')
  const wanted = filter.toLowerCase()
  const rows = Object.entries(metadata)
    .filter(([key, value]) => `${key} ${value}`.toLowerCase().includes(wanted))
    .sort(([one], [other]) => one.localeCompare(other))
  if (Object.keys(metadata).length === 0) return <p className={classes.none}>{t.trace.noMetadata}</p>
  return (
    <>
      <div className={classes.tools}>
        <SearchField
          value={filter}
          onChange={setFilter}
          placeholder={t.trace.filterMetadata}
          width="100%"
          delay={60}
        />
        <CopyButton wide value={() => JSON.stringify(metadata, null, 2)} label={t.trace.json} />
      </div>
      <dl className={classes.root} {...{ [FIELD_ATTRIBUTE]: 'metadata' }}>
        {rows.map(([key, value]) => (
          <div key={key} className={classes.row}>
            <dt>{key}</dt>
            <dd>
              <span className={classes.value}>
                <MediaText text={prettyJson(value) ?? unquoteReference(value)} />
              </span>
              <span className={classes.copy}>
                <CopyButton value={value} label={`${t.common.copy}: ${key}`} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      {rows.length === 0 && <p className={classes.none}>{t.palette.nothing}</p>}
    </>
  )
}
