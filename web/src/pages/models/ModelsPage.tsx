import { Button, SegmentedControl, Tooltip } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Coins, FlaskConical, Plus } from 'lucide-react'
import { useState } from 'react'
import { type ModelRow, modelsQuery, SCOPES, type Scope } from '../../api/models'
import { useProjectId } from '../../app/useProjectId'
import { useMay } from '../../app/useRole'
import { useTitle } from '../../app/useTitle'
import { Notice } from '../../components/Notice'
import { PageHead } from '../../components/PageHead'
import { PageError, PagePending } from '../../components/PageState'
import { SearchField } from '../../components/SearchField'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { DeleteModel } from './DeleteModel'
import { emptyFields, fieldsOf, type ModelFields } from './formState'
import { ModelForm } from './ModelForm'
import classes from './ModelsPage.module.css'
import { ModelTable } from './ModelTable'
import { RepricePanel } from './RepricePanel'
import type { ModelsSearch } from './search'
import { TrialDialog } from './TrialDialog'
import { UnpricedPanel } from './UnpricedPanel'

const EMPTY: Record<Scope, { title: string; text: string }> = {
  all: { title: t.models.emptyTitle, text: t.models.empty },
  managed: { title: t.models.emptyTitle, text: t.models.empty },
  own: { title: t.models.emptyOwnTitle, text: t.models.emptyOwn },
  used: { title: t.models.emptyUsedTitle, text: t.models.emptyUsed },
}

interface Editing {
  /** The model that is changed; undefined for a new one. */
  id?: string
  fields: ModelFields
}

/** Models and their prices: what calls cost, and what was never priced. */
export function ModelsPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/in-settings/settings/models' })
  const navigate = useNavigate({ from: '/project/$projectId/settings/models' })
  const scope = search.scope ?? 'all'
  const list = useInfiniteQuery(modelsQuery(project, scope, search.q ?? ''))
  const [editing, setEditing] = useState<Editing | null>(null)
  const [deleting, setDeleting] = useState<ModelRow | null>(null)
  const [trying, setTrying] = useState(false)
  const mayEdit = useMay('member')
  useTitle(t.models.title)
  const change = (part: Partial<ModelsSearch>) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace: true })

  const counts = list.data?.pages[0]
  const models = list.data?.pages.flatMap((page) => page.items) ?? []
  const counted: Record<Scope, number | undefined> = {
    all: counts && counts.own + counts.managed,
    own: counts?.own,
    used: counts?.used,
    managed: counts?.managed,
  }
  return (
    <div className={classes.root}>
      <PageHead title={t.models.title} note={<span className={classes.lead}>{t.models.lead}</span>}>
        <Button
          variant="default"
          leftSection={<FlaskConical size={14} aria-hidden />}
          onClick={() => setTrying(true)}
        >
          {t.models.test}
        </Button>
        <Tooltip label={t.models.onlyMembers} disabled={mayEdit}>
          <Button
            leftSection={<Plus size={14} aria-hidden />}
            disabled={!mayEdit}
            onClick={() => setEditing({ fields: emptyFields() })}
          >
            {t.models.add}
          </Button>
        </Tooltip>
      </PageHead>
      <div className={classes.body}>
        <UnpricedPanel
          project={project}
          mayEdit={mayEdit}
          onAdd={(found) => setEditing({ fields: emptyFields(found.model, found.usageTypes) })}
        />
        <RepricePanel project={project} mayEdit={mayEdit} />
        <div className={classes.bar}>
          <SegmentedControl
            aria-label={t.models.scopeLabel}
            value={scope}
            onChange={(next) =>
              change({ scope: next === 'all' ? undefined : (next as Scope), open: undefined })
            }
            data={SCOPES.map((one) => ({
              value: one,
              label: (
                <span className={classes.scope}>
                  {t.models.scopes[one]}
                  {counted[one] !== undefined && <small>{formatCount(counted[one])}</small>}
                </span>
              ),
            }))}
          />
          <SearchField
            value={search.q ?? ''}
            onChange={(q) => change({ q: q || undefined, open: undefined })}
            placeholder={t.models.search}
          />
        </div>
        {list.error && !list.data ? (
          <PageError error={list.error} />
        ) : list.isPending ? (
          <PagePending />
        ) : models.length === 0 ? (
          <Notice icon={Coins} {...(search.q ? EMPTY.all : EMPTY[scope])}>
            {mayEdit && (
              <Button variant="default" onClick={() => setEditing({ fields: emptyFields(search.q) })}>
                {t.models.add}
              </Button>
            )}
          </Notice>
        ) : (
          <>
            <ModelTable
              models={models}
              mayEdit={mayEdit}
              open={search.open}
              onOpen={(open) => change({ open })}
              onEdit={(model) => setEditing({ id: model.id, fields: fieldsOf(model) })}
              onClone={(model) => setEditing({ fields: { ...fieldsOf(model), start: '', startWas: '' } })}
              onDelete={setDeleting}
            />
            {list.hasNextPage && (
              <div className={classes.more}>
                <Button
                  variant="default"
                  loading={list.isFetchingNextPage}
                  onClick={() => void list.fetchNextPage()}
                >
                  {t.common.loadMore}
                </Button>
                <span>{t.models.more(formatCount(models.length), formatCount(counts?.total ?? 0))}</span>
              </div>
            )}
          </>
        )}
      </div>
      {editing && (
        <ModelForm
          project={project}
          id={editing.id}
          initial={editing.fields}
          onClose={() => setEditing(null)}
        />
      )}
      {deleting && <DeleteModel project={project} model={deleting} onClose={() => setDeleting(null)} />}
      {trying && <TrialDialog project={project} onClose={() => setTrying(false)} />}
    </div>
  )
}
