import { Button, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Waypoints } from 'lucide-react'
import { useMemo } from 'react'
import {
  fetchObservations,
  listOptions,
  type ObservationOrder,
  type ObservationRow,
} from '../../../api/lists'
import type { PromptOverview } from '../../../api/prompts'
import { Notice } from '../../../components/Notice'
import { RangePicker } from '../../../components/RangePicker'
import type { Condition } from '../../../filters/condition'
import { t } from '../../../i18n'
import { ColumnMenu } from '../../../table/ColumnMenu'
import { DataTable } from '../../../table/DataTable'
import { ListStates } from '../../../table/ListStates'
import { useColumns } from '../../../table/useColumns'
import { useScoreNames } from '../../../table/useScoreNames'
import { observationColumns } from '../../observations/observationColumns'
import classes from './GenerationsPanel.module.css'

const says = t.prompts.uses
const HEIGHT = 52
const idOf = (row: ObservationRow) => `${row.traceId} ${row.id}`

interface GenerationsPanelProps {
  project: string
  prompt: PromptOverview
  version: number
  range: string
  order: ObservationOrder
  /** Whether all versions are shown. */
  isAll: boolean
  onChange: (part: { range?: string; order?: ObservationOrder; every?: true }) => void
}

/** The generations that name the prompt, with what they took and got. */
export function GenerationsPanel(props: GenerationsPanelProps) {
  const { project, prompt, version, range, order, isAll, onChange } = props
  const navigate = useNavigate()
  const choice = useColumns('prompt-generations')
  const scoreNames = useScoreNames(project, 'observations', range)
  const filter = useMemo(() => {
    const named: Condition = {
      column: 'promptName',
      type: 'stringOptions',
      operator: 'any of',
      value: [prompt.name, ...prompt.formerNames],
    }
    const numbered: Condition = { column: 'promptVersion', type: 'number', operator: '=', value: version }
    return { range, conditions: isAll ? [named] : [named, numbered] }
  }, [prompt, version, range, isAll])
  const columns = useMemo(() => {
    const all = observationColumns(project, choice.scores)
    // Which version a row used is told where rows of all are shown.
    return all.map((one) => (one.key === 'prompt' ? { ...one, optional: !isAll } : one))
  }, [project, choice.scores, isAll])
  const list = useInfiniteQuery(
    listOptions(
      ['observations', project, 'of-prompt', filter, order, choice.scores],
      fetchObservations(project, filter, order, [...choice.scores]),
    ),
  )
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const total = list.data?.pages[0]?.total ?? 0

  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={says.which}
          value={isAll ? 'all' : 'one'}
          onChange={(value) => onChange({ every: value === 'all' ? true : undefined })}
          data={[
            { value: 'one', label: t.prompts.version(version) },
            { value: 'all', label: says.allVersions },
          ]}
        />
        <span className={classes.count}>{list.data && says.count(total)}</span>
        <span className={classes.end}>
          <RangePicker value={range} onChange={(next) => onChange({ range: next })} />
          <ColumnMenu columns={columns} choice={choice} scores={scoreNames} />
        </span>
      </div>
      <ListStates
        query={list}
        count={rows.length}
        height={HEIGHT}
        empty={
          <Notice icon={Waypoints} title={says.emptyTitle} text={says.empty}>
            {range !== 'all' && (
              <Button variant="default" onClick={() => onChange({ range: 'all' })}>
                {t.traces.widen}
              </Button>
            )}
          </Notice>
        }
      >
        <DataTable
          label={says.list}
          rows={rows}
          total={total}
          columns={columns}
          chosen={choice.keys}
          height={HEIGHT}
          idOf={idOf}
          onOpen={(row) =>
            void navigate({
              to: '/project/$projectId/traces/$traceId',
              params: { projectId: project, traceId: row.traceId },
              search: { o: row.id },
            })
          }
          order={order}
          onOrder={(next) => onChange({ order: next as ObservationOrder })}
          hasMore={list.hasNextPage}
          isLoadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          isStale={list.isPlaceholderData}
        />
      </ListStates>
    </div>
  )
}
