import { ActionIcon, Tooltip } from '@mantine/core'
import { Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { type ReactNode, useRef } from 'react'
import { t } from '../i18n'
import type { Size } from './layered'
import classes from './Picture.module.css'
import { usePanZoom } from './usePanZoom'

interface PictureProps {
  label: string
  size: Size
  /** What stands above it, beside the buttons. */
  bar: ReactNode
  /** On a page that scrolls: the wheel zooms with Ctrl or ⌘ alone, and a finger scrolls. */
  isOnPage?: boolean
  /** Shapes, in px of the picture. */
  children: ReactNode
}

/** A drawing that can be moved and zoomed. Lines that end in `url(#arrow)` have an arrow. */
export function Picture({ label, size, bar, isOnPage = false, children }: PictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const view = usePanZoom(frame, size, isOnPage)
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        {bar}
        <span className={classes.tools}>
          <Tool label={t.graph.zoomOut} icon={ZoomOut} onClick={() => view.zoomBy(1 / 1.3)} />
          <Tool label={t.graph.zoomIn} icon={ZoomIn} onClick={() => view.zoomBy(1.3)} />
          <Tool label={t.graph.fit} icon={Maximize2} onClick={view.fitAll} />
        </span>
      </div>
      <div ref={frame} className={classes.frame} data-on-page={isOnPage || undefined} {...view.handlers}>
        <svg className={classes.svg} role="group" aria-label={label}>
          <defs>
            <marker
              id="arrow"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="9"
              markerHeight="9"
              markerUnits="userSpaceOnUse"
              orient="auto"
            >
              <path d="M0,0 L8,4 L0,8 z" className={classes.arrow} />
            </marker>
          </defs>
          <g transform={`translate(${view.x} ${view.y}) scale(${view.scale})`}>{children}</g>
        </svg>
      </div>
    </div>
  )
}

interface ToolProps {
  label: string
  icon: typeof ZoomIn
  onClick: () => void
}

function Tool({ label, icon: Icon, onClick }: ToolProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon aria-label={label} onClick={onClick}>
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
