import { Button, SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Plug, SearchX } from 'lucide-react'
import { useState } from 'react'
import { instanceQuery } from '../../api/account'
import { setupQuery } from '../../api/ingestion'
import { useProjectId } from '../../app/useProjectId'
import { ButtonLink } from '../../components/ButtonLink'
import { Code } from '../../components/Code'
import { Notice } from '../../components/Notice'
import { SdkSnippet } from '../../components/SdkSnippet'
import { FIRST } from '../../components/sdkPrograms'
import { isNarrowed } from '../../filters/listSearch'
import type { ListFilter } from '../../filters/useFilters'
import { t } from '../../i18n'
import { DEFAULT_OPTIONS, writeToml } from '../setup/codexConfig'

type Way = 'codex' | 'sdk'

interface TracesEmptyProps {
  filter: ListFilter
  onWiden: () => void
}

/** No trace to show: either the filter is too narrow, or nothing was ever sent and this is the way to begin. */
export function TracesEmpty({ filter, onWiden }: TracesEmptyProps) {
  const projectId = useProjectId()
  const [way, setWay] = useState<Way>('codex')
  const { data: setup } = useQuery(setupQuery(projectId, true))
  const { data: instance } = useQuery(instanceQuery)
  if (isNarrowed(filter) || setup?.firstEventAt) {
    return (
      <Notice icon={SearchX} title={t.traces.emptyFilteredTitle} text={t.traces.emptyFiltered}>
        {filter.range !== 'all' && (
          <Button variant="default" onClick={onWiden}>
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
        <SegmentedControl
          value={way}
          onChange={(next) => setWay(next as Way)}
          data={[
            { value: 'codex', label: t.traces.emptyCodex },
            { value: 'sdk', label: t.traces.emptySdk },
          ]}
        />
        {way === 'codex' ? (
          <div style={{ width: 560, maxWidth: '100%', textAlign: 'left' }}>
            <Code text={toml} title="~/.codex/config.toml" language="toml" />
          </div>
        ) : (
          <SdkSnippet lines={FIRST.traces} />
        )}
        {way === 'codex' ? (
          <ButtonLink to="/project/$projectId/setup" params={{ projectId }}>
            {t.traces.emptyAction}
          </ButtonLink>
        ) : (
          <ButtonLink to="/project/$projectId/keys" params={{ projectId }}>
            {t.traces.emptyKeys}
          </ButtonLink>
        )}
        <span style={{ color: 'var(--ink-3)', alignSelf: 'center' }}>
          {t.traces.emptyAlt} <code>sidelight demo</code>
        </span>
      </Notice>
    </div>
  )
}
