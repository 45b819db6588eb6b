import { ActionIcon, Tooltip } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Rows2, Rows3 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import { useProjectId } from '../../app/useProjectId'
import { useTitle } from '../../app/useTitle'
import { PageHead } from '../../components/PageHead'
import { RangePicker } from '../../components/RangePicker'
import { t } from '../../i18n'
import { Filters } from './Filters'
import { HistogramStrip } from './HistogramStrip'
import { filterOf, type TracesSearch } from './search'
import classes from './TracesPage.module.css'
import { TraceTable } from './TraceTable'
import { useTraceList } from './useTraceList'

/** The trace list, newest first, narrowed by what the address says. */
export function TracesPage() {
  const project = useProjectId()
  const search = useSearch({ from: '/signed-in/project/$projectId/traces' })
  const navigate = useNavigate({ from: '/project/$projectId/traces' })
  const scroller = useRef<HTMLDivElement>(null)
  const [dense, setDense] = useLocalStorage({
    key: 'sidelight-traces-dense',
    defaultValue: false,
    getInitialValueInEffect: false,
  })
  const filter = useMemo(() => filterOf(search), [search])
  const order = search.order ?? 'time.desc'
  const list = useTraceList(project, filter, order, () => (scroller.current?.scrollTop ?? 0) < 8)
  useTitle(t.traces.title)

  const change = (part: Partial<TracesSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace })

  return (
    <div className={classes.root}>
      <PageHead title={t.traces.title} note={list.query.data ? t.traces.total(list.total) : undefined}>
        <RangePicker value={filter.range} onChange={(range) => change({ range })} />
        <Tooltip label={dense ? t.traces.densityTwo : t.traces.densityOne}>
          <ActionIcon
            variant="default"
            size={30}
            aria-label={dense ? t.traces.densityTwo : t.traces.densityOne}
            onClick={() => setDense(!dense)}
          >
            {dense ? <Rows2 size={15} aria-hidden /> : <Rows3 size={15} aria-hidden />}
          </ActionIcon>
        </Tooltip>
      </PageHead>
      <Filters project={project} filter={filter} onChange={change} />
      <HistogramStrip project={project} filter={filter} onZoom={(range) => change({ range })} />
      <TraceTable
        list={list}
        filter={filter}
        order={order}
        dense={dense}
        scroller={scroller}
        onOrder={(next) => change({ order: next === 'time.desc' ? undefined : next })}
        onFilter={change}
      />
    </div>
  )
}
