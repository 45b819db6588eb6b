import { Button } from '@mantine/core'
import { Inbox, SearchX } from 'lucide-react'
import { useProjectId } from '../app/useProjectId'
import { ButtonLink } from '../components/ButtonLink'
import { Notice } from '../components/Notice'
import { SdkSnippet } from '../components/SdkSnippet'
import type { SdkLines } from '../components/sdkPrograms'
import { isNarrowed } from '../filters/listSearch'
import type { ListFilter } from '../filters/useFilters'
import { t } from '../i18n'
import frame from './DataTable.module.css'

interface ListEmptyProps {
  filter: ListFilter
  texts: { emptyTitle: string; empty: string; emptyFilteredTitle: string; emptyFiltered: string }
  /** What would put a first row here. */
  first: SdkLines
  onWiden: () => void
}

/** A list without rows: too narrow, or nothing was ever sent and this is how to begin. */
export function ListEmpty({ filter, texts, first, onWiden }: ListEmptyProps) {
  const projectId = useProjectId()
  const isWide = filter.range === 'all'
  return (
    <div className={frame.frame} style={{ overflow: 'auto' }}>
      {isNarrowed(filter) ? (
        <Notice icon={SearchX} title={texts.emptyFilteredTitle} text={texts.emptyFiltered}>
          {!isWide && (
            <Button variant="default" onClick={onWiden}>
              {t.traces.widen}
            </Button>
          )}
        </Notice>
      ) : (
        <Notice icon={Inbox} title={isWide ? texts.emptyTitle : t.table.emptyRange} text={texts.empty}>
          <SdkSnippet lines={first} />
          {!isWide && (
            <Button variant="default" onClick={onWiden}>
              {t.traces.widen}
            </Button>
          )}
          <ButtonLink to="/project/$projectId/keys" params={{ projectId }} variant="default">
            {t.traces.emptyKeys}
          </ButtonLink>
        </Notice>
      )}
    </div>
  )
}
