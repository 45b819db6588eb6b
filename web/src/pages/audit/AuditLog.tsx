import { Button, Menu, Select } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download, ScrollText, X } from 'lucide-react'
import {
  type AuditScope,
  type AuditSearch,
  auditExportUrl,
  auditFacetsQuery,
  auditQuery,
} from '../../api/audit'
import { ApiError } from '../../api/client'
import { ListTable } from '../../components/ListTable'
import { Notice } from '../../components/Notice'
import { PageError, PagePending } from '../../components/PageState'
import { RangePicker } from '../../components/RangePicker'
import { t } from '../../i18n'
import { AuditLine } from './AuditLine'
import classes from './AuditLog.module.css'
import { actionName, kindName } from './words'

interface AuditLogProps {
  scope: AuditScope
  search: AuditSearch
  onSearch: (part: Partial<AuditSearch>) => void
}

/** Changes, newest first: narrowed by who, what and when; each opens to what it was before and after. */
export function AuditLog({ scope, search, onSearch }: AuditLogProps) {
  const log = useInfiniteQuery(auditQuery(scope, search))
  const lines = log.data?.pages.flatMap((page) => page.items) ?? []
  const isNarrowed = Boolean(
    search.author ||
      search.kind ||
      search.action ||
      search.resource ||
      (search.range && search.range !== 'all'),
  )
  // Nobody needs filters of what they may not see.
  if (log.error instanceof ApiError && log.error.status === 403) return <PageError error={log.error} />
  return (
    <>
      <Filters scope={scope} search={search} onSearch={onSearch} />
      {log.error && !log.data ? (
        <PageError error={log.error} />
      ) : log.isPending ? (
        <PagePending />
      ) : lines.length === 0 ? (
        <Notice
          icon={ScrollText}
          title={isNarrowed ? t.audit.emptyFiltered : t.audit.empty}
          text={isNarrowed ? t.audit.emptyFilteredText : t.audit.emptyText}
        />
      ) : (
        <>
          <ListTable
            label={t.audit.title}
            className={classes.table}
            columns={[
              t.audit.columns.time,
              t.audit.columns.who,
              t.audit.columns.what,
              scope.kind === 'organization' && t.audit.columns.where,
            ]}
          >
            {lines.map((line) => (
              <AuditLine
                key={line.id}
                line={line}
                hasProject={scope.kind === 'organization'}
                isOpen={search.open === line.id}
                onToggle={() => onSearch({ open: search.open === line.id ? undefined : line.id })}
                onOnly={() => onSearch({ resource: line.resourceId, open: undefined })}
              />
            ))}
          </ListTable>
          {log.hasNextPage && (
            <div className={classes.more}>
              <Button
                variant="default"
                loading={log.isFetchingNextPage}
                onClick={() => void log.fetchNextPage()}
              >
                {t.common.loadMore}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  )
}

function Filters({ scope, search, onSearch }: AuditLogProps) {
  const { data: values } = useQuery(auditFacetsQuery(scope))
  const authors = values?.authors.map((one) => ({ value: one.id, label: one.name || one.id })) ?? []
  const kinds = values?.kinds.map((one) => ({ value: one, label: kindName(one) })) ?? []
  const actions = values?.actions.map((one) => ({ value: one, label: actionName(one) })) ?? []
  const narrow = (part: Partial<AuditSearch>) => onSearch({ ...part, open: undefined })
  return (
    <div className={classes.filters}>
      <Select
        data-kind
        aria-label={t.audit.filterAuthor}
        placeholder={t.audit.anybody}
        data={authors}
        value={search.author ?? null}
        onChange={(author) => narrow({ author: author ?? undefined })}
        searchable
        clearable
      />
      <Select
        data-kind
        aria-label={t.audit.filterKind}
        placeholder={t.audit.anything}
        data={kinds}
        value={search.kind ?? null}
        onChange={(kind) => narrow({ kind: kind ?? undefined })}
        searchable
        clearable
      />
      <Select
        data-kind
        aria-label={t.audit.filterAction}
        placeholder={t.audit.anyAction}
        data={actions}
        value={search.action ?? null}
        onChange={(action) => narrow({ action: action ?? undefined })}
        clearable
      />
      <RangePicker
        value={search.range ?? 'all'}
        onChange={(range) => narrow({ range: range === 'all' ? undefined : range })}
      />
      {search.resource && (
        <Button
          variant="default"
          rightSection={<X size={13} aria-hidden />}
          onClick={() => narrow({ resource: undefined })}
        >
          {t.audit.showingOnly(search.resource.slice(0, 28))}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default" leftSection={<Download size={14} aria-hidden />} ml="auto">
            {t.audit.export}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item component="a" href={auditExportUrl(scope, search, 'csv')} download>
            {t.audit.exportCsv}
          </Menu.Item>
          <Menu.Item component="a" href={auditExportUrl(scope, search, 'jsonl')} download>
            {t.audit.exportJsonl}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
