import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './Notice.module.css'

interface NoticeProps {
  icon: LucideIcon
  title: string
  text?: string
  code?: string
  tone?: 'quiet' | 'error'
  children?: ReactNode
}

/** A whole area that has nothing else to show: empty, failed, or not found; with what to do next. */
export function Notice({ icon: Icon, title, text, code, tone = 'quiet', children }: NoticeProps) {
  return (
    <div className={classes.root} role={tone === 'error' ? 'alert' : undefined}>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={20} strokeWidth={1.6} aria-hidden />
      </span>
      <h2 className={classes.title}>{title}</h2>
      {text && <p className={classes.text}>{text}</p>}
      {code && <pre className={classes.code}>{code}</pre>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
