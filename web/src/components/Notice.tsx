import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './Notice.module.css'

interface NoticeProps {
  icon: LucideIcon
  title: string
  text?: string
  code?: string
  tone?: 'quiet' | 'error'
  /** 1 where the notice is the whole page, 2 below a page's own title. */
  level?: 1 | 2
  children?: ReactNode
}

/** A whole area that has nothing else to show: empty, failed, or not found; with what to do next. */
export function Notice({ icon: Icon, title, text, code, tone = 'quiet', level = 2, children }: NoticeProps) {
  const Heading = `h${level}` as const
  return (
    <div className={classes.root} role={tone === 'error' ? 'alert' : undefined}>
      <span className={classes.icon} data-tone={tone}>
        <Icon size={20} strokeWidth={1.6} aria-hidden />
      </span>
      <Heading className={classes.title}>{title}</Heading>
      {text && <p className={classes.text}>{text}</p>}
      {code && <pre className={classes.code}>{code}</pre>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
