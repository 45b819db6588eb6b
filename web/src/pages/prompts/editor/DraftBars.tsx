import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { RelativeTime } from '../../../components/RelativeTime'
import { t } from '../../../i18n'
import classes from './PromptEditor.module.css'

const says = t.promptEditor

interface KeptBarProps {
  /** Milliseconds since the epoch. */
  at: number
  onRestore: () => void
  onDiscard: () => void
}

/** Offers a draft that was left in this browser. */
export function KeptBar({ at, onRestore, onDiscard }: KeptBarProps) {
  return (
    <Bar>
      <span>
        {says.draftFound} <RelativeTime time={new Date(at).toISOString()} />
      </span>
      <Action onClick={onRestore}>{says.restore}</Action>
      <Action onClick={onDiscard}>{says.discard}</Action>
    </Bar>
  )
}

interface NewerBarProps {
  version: number
  by: string
  onCompare: () => void
}

/** Says that somebody saved a version meanwhile. */
export function NewerBar({ version, by, onCompare }: NewerBarProps) {
  return (
    <Bar tone="warn">
      {says.newerLive(version, by)}
      <Action onClick={onCompare}>{says.compare}</Action>
    </Bar>
  )
}

function Bar({ tone, children }: { tone?: 'warn'; children: ReactNode }) {
  return (
    <div className={classes.bar} data-tone={tone} role="status">
      {children}
    </div>
  )
}

function Action({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <Button variant="default" size="compact-xs" onClick={onClick}>
      {children}
    </Button>
  )
}
