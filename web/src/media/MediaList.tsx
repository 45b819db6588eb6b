import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { traceMediaQuery } from '../api/media'
import { useProjectId } from '../app/useProjectId'
import { t } from '../i18n'
import classes from './MediaList.module.css'
import { MediaReference } from './MediaReference'

interface MediaListProps {
  trace: string
  /** Only files of this observation (`''`: of the trace itself); all of the trace when left out. */
  observation?: string
  /** Files that stand in the texts beside the list already. */
  without?: readonly string[]
}

const NONE: readonly string[] = []

/** The files that belong to a trace or observation, also those that no text mentions; nothing when there are none. */
export function MediaList({ trace, observation, without = NONE }: MediaListProps) {
  const { data } = useQuery(traceMediaQuery(useProjectId(), trace))
  const files = useMemo(() => {
    const left = new Set(without)
    return (data?.items ?? []).filter((file) => {
      if ((observation !== undefined && file.observationId !== observation) || left.has(file.id)) return false
      left.add(file.id)
      return true
    })
  }, [data, observation, without])
  if (files.length === 0) return null
  const fields: Record<string, string> = t.media.fields
  return (
    <section className={classes.root}>
      <h3>{t.media.title}</h3>
      <ul>
        {files.map((file) => (
          <li key={file.id}>
            <MediaReference mediaId={file.id} contentType={file.contentType} />
            <span className={classes.field}>{fields[file.field] ?? file.field}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
