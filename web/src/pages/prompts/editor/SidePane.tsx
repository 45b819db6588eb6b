import { useState } from 'react'
import type { PromptPreview } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { TabBar } from '../../../components/TabBar'
import { t } from '../../../i18n'
import { ChangesPane } from './ChangesPane'
import type { Samples } from './compiled'
import type { Draft } from './draft'
import classes from './PromptEditor.module.css'
import { ResolvedPane } from './ResolvedPane'

const says = t.promptEditor

interface SidePaneProps {
  preview: PromptPreview | undefined
  error: Error | null
  source: PromptVersion | undefined
  draft: Draft
}

/** Beside a draft: what programs will get, or what it changes. */
export function SidePane({ preview, error, source, draft }: SidePaneProps) {
  const [pane, setPane] = useState<'resolved' | 'changes'>('resolved')
  const [samples, setSamples] = useState<Samples>({ values: {}, messages: {} })
  return (
    <aside className={classes.side}>
      <TabBar
        label={says.panesLabel}
        tabs={[
          { value: 'resolved', label: says.panes.resolved },
          { value: 'changes', label: says.panes.changes },
        ]}
        value={pane}
        onChange={setPane}
        panel="draft-panel"
      />
      <div
        id="draft-panel"
        role="tabpanel"
        aria-label={says.panes[pane]}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        className={classes.panel}
      >
        {pane === 'resolved' ? (
          <ResolvedPane preview={preview} error={error} samples={samples} onChange={setSamples} />
        ) : (
          <ChangesPane source={source} draft={draft} />
        )}
      </div>
    </aside>
  )
}
