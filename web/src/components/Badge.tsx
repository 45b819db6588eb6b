import type { ReactNode } from 'react'
import classes from './Badge.module.css'

interface BadgeProps {
  children: ReactNode
  tone?: 'quiet' | 'error' | 'warn' | 'ok' | 'accent' | 'outline'
  mono?: boolean
  title?: string
}

/** A short label on a row or header. */
export function Badge({ children, tone = 'quiet', mono = false, title }: BadgeProps) {
  return (
    <span className={classes.root} data-tone={tone} data-mono={mono || undefined} title={title}>
      {children}
    </span>
  )
}
