import { Drawer, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { TabBar } from '../../../components/TabBar'
import { t } from '../../../i18n'
import classes from './SidePanel.module.css'
import { SIDE_PANELS, type SidePanelId, type SideSubject } from './sidePanels'

interface SidePanelProps extends SideSubject {
  panel: SidePanelId
  onPanel: (panel: SidePanelId) => void
  /** Whether a step of a trace is selected, so that one can turn to the whole trace beside it. */
  hasStep?: boolean
  isOnTrace?: boolean
  onTrace?: (isOnTrace: boolean) => void
  onClose: () => void
}

/** What people say of a trace or step, beside it; a drawer on phones. */
export function SidePanel(props: SidePanelProps) {
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  if (!isPhone) return <Panel {...props} />
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      size="94%"
      withCloseButton={false}
      padding={0}
      attributes={{ content: { 'aria-label': t.annotate.sidePanel } }}
    >
      <Panel {...props} />
    </Drawer>
  )
}

function Panel(props: SidePanelProps) {
  const { project, subject, panel, onPanel, hasStep = false, isOnTrace = false, onTrace, onClose } = props
  const shown = SIDE_PANELS.find((one) => one.id === panel) ?? SIDE_PANELS[0]
  const root = useRef<HTMLElement>(null)
  // Whoever came by a key goes back to where the focus was.
  const cameFrom = useRef(document.activeElement)
  useEffect(() => {
    const from = cameFrom.current
    return () => {
      if (from instanceof HTMLElement && from.isConnected) from.focus()
    }
  }, [])
  return (
    <aside
      ref={root}
      className={classes.root}
      aria-label={t.annotate.sidePanel}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        onClose()
      }}
    >
      <header className={classes.head}>
        <TabBar
          label={t.annotate.sidePanel}
          tabs={SIDE_PANELS.map(({ id, label, Mark }) => ({
            value: id,
            label,
            mark: Mark && <Mark project={project} subject={subject} />,
          }))}
          value={shown.id}
          onChange={onPanel}
          panel="side-panel"
        />
        <button
          type="button"
          className={classes.close}
          onClick={onClose}
          aria-label={t.annotate.closePanel}
          title={t.annotate.closePanel}
        >
          <X size={15} aria-hidden />
        </button>
      </header>
      {hasStep && (
        <div className={classes.subject}>
          <SegmentedControl
            fullWidth
            aria-label={t.annotate.subject}
            value={isOnTrace ? 'trace' : 'step'}
            onChange={(value) => onTrace?.(value === 'trace')}
            data={[
              { value: 'step', label: t.annotate.thisStep },
              { value: 'trace', label: t.annotate.wholeTrace },
            ]}
          />
        </div>
      )}
      <div className={classes.body} id="side-panel" role="tabpanel" aria-label={shown.label}>
        <shown.Body project={project} subject={subject} />
      </div>
    </aside>
  )
}
