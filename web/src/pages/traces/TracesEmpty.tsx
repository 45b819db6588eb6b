import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plug, SearchX } from 'lucide-react'
import { instanceQuery } from '../../api/account'
import { setupQuery } from '../../api/ingestion'
import type { TraceFilter } from '../../api/traces'
import { useProjectId } from '../../app/useProjectId'
import { ButtonLink } from '../../components/ButtonLink'
import { Code } from '../../components/Code'
import { Notice } from '../../components/Notice'
import { t } from '../../i18n'
import { DEFAULT_OPTIONS, writeToml } from '../setup/codexConfig'
import { isNarrowed, type TracesSearch } from './search'

interface TracesEmptyProps {
  filter: TraceFilter
  onFilter: (part: Partial<TracesSearch>) => void
}

/** No trace to show: either the filter is too narrow, or nothing was ever sent and this is the way to begin. */
export function TracesEmpty({ filter, onFilter }: TracesEmptyProps) {
  const projectId = useProjectId()
  const { data: setup } = useQuery(setupQuery(projectId, true))
  const { data: instance } = useQuery(instanceQuery)
  if (isNarrowed(filter) || setup?.firstEventAt) {
    return (
      <Notice icon={SearchX} title={t.traces.emptyFilteredTitle} text={t.traces.emptyFiltered}>
        {filter.range !== 'all' && (
          <Button variant="default" onClick={() => onFilter({ range: 'all' })}>
            {t.traces.widen}
          </Button>
        )}
      </Notice>
    )
  }
  const toml = writeToml(
    { ...DEFAULT_OPTIONS, prompts: true, traces: false },
    instance?.baseUrl ?? location.origin,
    '',
  )
  return (
    <div
      style={{ overflow: 'auto', flex: 1, borderTop: '1px solid var(--line)', background: 'var(--surface)' }}
    >
      <Notice icon={Plug} title={t.traces.emptyTitle} text={t.traces.empty}>
        <div style={{ width: 520, maxWidth: '100%', textAlign: 'left' }}>
          <Code text={toml} title="~/.codex/config.toml" language="toml" />
        </div>
        <ButtonLink to="/project/$projectId/setup" params={{ projectId }}>
          {t.traces.emptyAction}
        </ButtonLink>
        <span style={{ color: 'var(--ink-3)', alignSelf: 'center' }}>
          {t.traces.emptyAlt} <code>sidelight demo</code>
        </span>
      </Notice>
    </div>
  )
}
