import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { CopyButton } from '../components/CopyButton'
import { formatCount } from '../format/number'
import { t } from '../i18n'
import classes from './MarkedBar.module.css'
import type { Marks } from './useMarks'

interface MarkedBarProps {
  marks: Marks
  /** What the copy button copies. */
  copied: string
  children?: ReactNode
}

/** What can be done with the marked rows. */
export function MarkedBar({ marks, copied, children }: MarkedBarProps) {
  if (marks.ids.size === 0) return null
  return (
    <div className={classes.root} role="region" aria-label={t.table.actions}>
      <span>{t.table.marked(formatCount(marks.ids.size))}</span>
      <CopyButton wide value={copied} label={t.table.copyIds} />
      {children}
      <Button variant="subtle" onClick={() => marks.setAll([])}>
        {t.common.clear}
      </Button>
    </div>
  )
}
