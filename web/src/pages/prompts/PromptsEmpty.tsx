import { FolderOpen, MessageSquareText, SearchX } from 'lucide-react'
import type { LibraryFilter } from '../../api/prompts'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { ButtonLink } from '../../components/ButtonLink'
import { Notice } from '../../components/Notice'
import { SdkSnippet } from '../../components/SdkSnippet'
import { FIRST } from '../../components/sdkPrograms'
import { t } from '../../i18n'
import frame from '../../table/DataTable.module.css'

/** A library without lines: too narrow, a folder that is gone, or nothing was made yet and this is how to begin. */
export function PromptsEmpty({ filter }: { filter: LibraryFilter }) {
  const projectId = useProjectId()
  const isNarrowed = Boolean(filter.q || filter.type || filter.tag || filter.label)
  const may = useMay('member')
  const toTop = (
    <ButtonLink to="/project/$projectId/prompts" params={{ projectId }} search={{}} variant="default">
      {t.prompts.toTop}
    </ButtonLink>
  )
  return (
    <div className={frame.frame} style={{ overflow: 'auto' }}>
      {isNarrowed ? (
        <Notice icon={SearchX} title={t.prompts.emptyFilteredTitle} text={t.prompts.emptyFiltered}>
          {toTop}
        </Notice>
      ) : filter.folder ? (
        <Notice icon={FolderOpen} title={t.prompts.emptyFolderTitle} text={t.prompts.emptyFolder}>
          {toTop}
        </Notice>
      ) : (
        <Notice icon={MessageSquareText} title={t.prompts.emptyTitle} text={t.prompts.empty}>
          {may && (
            <ButtonLink to="/project/$projectId/prompts/new" params={{ projectId }} search={{}}>
              {t.prompts.create}
            </ButtonLink>
          )}
          <SdkSnippet lines={FIRST.prompts} />
        </Notice>
      )}
    </div>
  )
}
