import { Button } from '@mantine/core'
import { MessagesSquare, SearchX } from 'lucide-react'
import { useProjectId } from '../../app/useProjectId'
import { ButtonLink } from '../../components/ButtonLink'
import { Notice } from '../../components/Notice'
import { SdkSnippet } from '../../components/SdkSnippet'
import { FIRST } from '../../components/sdkPrograms'
import { t } from '../../i18n'
import type { SessionsSearch } from './search'

/** No sessions: the filter is too narrow, or this is how to make the first. */
export function SessionsEmpty({ filter, onWiden }: { filter: SessionsSearch; onWiden: () => void }) {
  const projectId = useProjectId()
  const { range, ...narrowing } = filter
  const widen = range !== 'all' && (
    <Button variant="default" onClick={onWiden}>
      {t.traces.widen}
    </Button>
  )
  if (Object.values(narrowing).some(Boolean))
    return (
      <Notice icon={SearchX} title={t.sessions.emptyFilteredTitle} text={t.sessions.emptyFiltered}>
        {widen}
      </Notice>
    )
  return (
    <Notice
      icon={MessagesSquare}
      title={widen ? t.table.emptyRange : t.sessions.emptyTitle}
      text={t.sessions.empty}
    >
      <SdkSnippet lines={FIRST.sessions} />
      {widen}
      <ButtonLink variant="default" to="/project/$projectId/setup" params={{ projectId }}>
        {t.traces.emptyAction}
      </ButtonLink>
    </Notice>
  )
}
