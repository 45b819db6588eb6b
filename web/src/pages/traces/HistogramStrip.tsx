import { useQuery } from '@tanstack/react-query'
import { ZoomOut } from 'lucide-react'
import { useRef, useState } from 'react'
import { histogramQuery } from '../../api/traces'
import type { TraceHistogram } from '../../api/types'
import type { ListFilter } from '../../filters/useFilters'
import { formatClockShort, formatDayClock } from '../../format/moment'
import { formatCost } from '../../format/number'
import { t } from '../../i18n'
import { between, isOpen, type RangeText, resolve } from '../../time/range'
import classes from './HistogramStrip.module.css'

/** Where the axis is labelled, as shares of its width. */
const TICKS = [0, 0.25, 0.5, 0.75]

interface StripProps {
  project: string
  filter: ListFilter
  onZoom: (range: RangeText) => void
}

/** Traces over time with those that had errors; dragging over it, or a click on a bar, zooms in. */
export function HistogramStrip({ project, filter, onZoom }: StripProps) {
  const { data } = useQuery(histogramQuery(project, filter))
  const zoomOut = () => {
    const { from, to } = resolve(filter.range, new Date())
    if (!from || !to) return
    const length = to.getTime() - from.getTime()
    onZoom(between(new Date(from.getTime() - length), new Date(Math.min(Date.now(), to.getTime() + length))))
  }
  return (
    <div className={classes.root}>
      {data && data.buckets.length > 0 ? (
        <Bars histogram={data} onZoom={onZoom} />
      ) : (
        <div className={classes.plot} />
      )}
      {!isOpen(filter.range) && (
        <button
          type="button"
          className={classes.out}
          onClick={zoomOut}
          aria-label={t.traces.zoomOut}
          title={t.traces.zoomOut}
        >
          <ZoomOut size={14} aria-hidden />
        </button>
      )}
    </div>
  )
}

interface BarsProps {
  histogram: TraceHistogram
  onZoom: (range: RangeText) => void
}

function Bars({ histogram, onZoom }: BarsProps) {
  const plot = useRef<HTMLDivElement>(null)
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const [hover, setHover] = useState<number | null>(null)
  const { buckets, bucketSeconds } = histogram
  const most = Math.max(1, ...buckets.map((one) => one.count))
  const indexAt = (clientX: number) => {
    const box = plot.current?.getBoundingClientRect()
    if (!box) return 0
    const share = (clientX - box.left) / box.width
    return Math.min(buckets.length - 1, Math.max(0, Math.floor(share * buckets.length)))
  }
  const startOf = (index: number) => new Date(buckets[index]?.start ?? 0)
  const endOf = (index: number) => new Date(startOf(index).getTime() + bucketSeconds * 1000)
  const finish = () => {
    if (drag) onZoom(between(startOf(Math.min(drag.from, drag.to)), endOf(Math.max(drag.from, drag.to))))
    setDrag(null)
  }
  const percent = (index: number) => `${(100 * index) / buckets.length}%`
  const shown = hover === null ? undefined : buckets[hover]
  const spansDays = bucketSeconds * buckets.length > 86_400
  const label = spansDays ? formatDayClock : formatClockShort
  const ticks = TICKS.map((share) => ({ share, text: label(startOf(Math.floor(share * buckets.length))) }))

  return (
    <div
      ref={plot}
      className={classes.plot}
      role="img"
      aria-label={`${t.traces.histogram}. ${t.traces.histogramHelp}`}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const index = indexAt(event.clientX)
        setDrag({ from: index, to: index })
      }}
      onPointerMove={(event) => {
        const index = indexAt(event.clientX)
        setHover(index)
        if (drag) setDrag({ ...drag, to: index })
      }}
      onPointerUp={finish}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setHover(null)}
    >
      <div className={classes.bars} aria-hidden>
        {buckets.map((bucket, index) => (
          <span key={bucket.start} className={classes.slot} data-hover={index === hover || undefined}>
            {bucket.count > 0 && (
              <span
                className={classes.bar}
                style={{ height: `${Math.max(5, (100 * bucket.count) / most)}%` }}
              >
                <span
                  className={classes.errors}
                  style={{ height: `${(100 * bucket.errorCount) / bucket.count}%` }}
                />
              </span>
            )}
          </span>
        ))}
      </div>
      <div className={classes.axis} aria-hidden>
        {ticks.map(({ share, text }, index) =>
          // The same moment written twice would tell nothing.
          text === ticks[index - 1]?.text ? null : (
            <span key={share} style={{ left: `${share * 100}%` }} data-even={index % 2 === 1 || undefined}>
              {text}
            </span>
          ),
        )}
      </div>
      {drag && (
        <span
          className={classes.selection}
          style={{
            left: percent(Math.min(drag.from, drag.to)),
            right: `calc(100% - ${percent(Math.max(drag.from, drag.to) + 1)})`,
          }}
        />
      )}
      {shown && hover !== null && (
        <div
          className={classes.tip}
          data-side={hover > buckets.length / 2 ? 'left' : 'right'}
          style={{ left: percent(hover + 0.5) }}
        >
          <b>{formatDayClock(startOf(hover))}</b>
          <span>{t.traces.bucket(shown.count, shown.errorCount)}</span>
          {shown.costUsd > 0 && <span>{formatCost(shown.costUsd)}</span>}
        </div>
      )}
    </div>
  )
}
