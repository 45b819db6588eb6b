import { useComputedColorScheme } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { lookOf } from '../../design/looks'
import { t } from '../../i18n'
import classes from './Minimap.module.css'
import { at, hasChildren } from './model/traceModel'
import { type Steps, WHOLE } from './useSteps'

const HEIGHT = 34

/** The whole trace at a glance, errors in red; drag to zoom into a part, double-click to see all again. */
export function Minimap({ steps }: { steps: Steps }) {
  const { zoom, setZoom } = steps
  const { ref, width } = useElementSize<HTMLDivElement>()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null)
  const scheme = useComputedColorScheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours that are drawn depend on the scheme
  useEffect(() => {
    if (canvas.current && width > 0) draw(canvas.current, width, steps)
  }, [width, steps.model, steps.x0, steps.x1, scheme])

  const shareAt = (event: React.PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width))
  }
  const shown = drag ? { from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) } : zoom
  const isWhole = shown.from === 0 && shown.to === 1

  return (
    <div
      ref={ref}
      className={classes.root}
      role="img"
      aria-label={t.trace.minimap}
      title={t.trace.zoomHelp}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        const share = shareAt(event)
        setDrag({ from: share, to: share })
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: shareAt(event) })}
      onPointerUp={() => {
        if (drag && shown.to - shown.from > 0.004) setZoom(shown)
        setDrag(null)
      }}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => setZoom(WHOLE)}
    >
      <canvas ref={canvas} className={classes.canvas} style={{ height: HEIGHT }} />
      {!isWhole && (
        <>
          <span className={classes.shade} style={{ left: 0, width: `${shown.from * 100}%` }} />
          <span className={classes.shade} style={{ right: 0, width: `${(1 - shown.to) * 100}%` }} />
          <span
            className={classes.window}
            style={{ left: `${shown.from * 100}%`, right: `${(1 - shown.to) * 100}%` }}
          />
        </>
      )}
    </div>
  )
}

/** One thin line a leaf step, from top to bottom in display order, then errors over everything. */
function draw(canvas: HTMLCanvasElement, width: number, { model, x0, x1 }: Steps): void {
  const ratio = window.devicePixelRatio || 1
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(HEIGHT * ratio)
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(ratio, ratio)
  const style = getComputedStyle(canvas)
  const colors = new Map<string, string>()
  const resolve = (color: string) => {
    let value = colors.get(color)
    if (value === undefined) {
      value = color.startsWith('var(') ? style.getPropertyValue(color.slice(4, -1)) : color
      colors.set(color, value)
    }
    return value
  }
  const line = Math.max(1, Math.min(4, HEIGHT / Math.max(1, model.size)))
  const paint = (row: number, color: string, height: number) => {
    const y = (at(model.position, row) / Math.max(1, model.size)) * (HEIGHT - height)
    const left = at(x0, row) * width
    context.fillStyle = resolve(color)
    context.fillRect(left, y, Math.max(1, at(x1, row) * width - left), height)
  }
  context.globalAlpha = 0.75
  for (const row of model.order) {
    if (!hasChildren(model, row)) paint(row, lookOf(model.kinds[row] ?? 'span').color, line)
  }
  context.globalAlpha = 1
  for (const row of model.errorRows) paint(row, 'var(--error)', Math.max(3, line))
}
