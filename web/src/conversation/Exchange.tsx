import type { ReactNode } from 'react'
import { Badge } from '../components/Badge'
import { CopyButton } from '../components/CopyButton'
import { KindIcon } from '../components/KindIcon'
import { RelativeTime } from '../components/RelativeTime'
import { t } from '../i18n'
import classes from './Exchange.module.css'
import { SaidText } from './SaidText'

interface ExchangeProps {
  number: number
  time: string
  figures: string[]
  selected?: boolean
  onOpen?: () => void
  level: string
  status: string
  input: string | null
  output: string | null
  /** The answer was left out by the sender, which is not the same as an empty one. */
  isAnswerMissing: boolean
  /** What happened between prompt and answer. */
  children?: ReactNode
}

/** One exchange of a conversation: the prompt, what was done, the answer. */
export function Exchange(props: ExchangeProps) {
  const { number, time, figures, selected, onOpen, level, status, input, output, isAnswerMissing, children } =
    props
  const isTrouble = level === 'ERROR' || level === 'WARNING'
  return (
    <article
      className={classes.root}
      data-selected={selected || undefined}
      aria-label={t.trace.turnNumber(number)}
    >
      <header className={classes.head}>
        <KindIcon kind="turn" />
        {onOpen ? (
          <button type="button" className={classes.open} onClick={onOpen}>
            {t.trace.turnNumber(number)}
          </button>
        ) : (
          <b>{t.trace.turnNumber(number)}</b>
        )}
        <span className={classes.figures}>
          <RelativeTime time={time} />
          {figures.map((figure) => (
            <span key={figure}>{figure}</span>
          ))}
        </span>
      </header>
      <div className={classes.prompt}>
        {input ? (
          <SaidText text={input} side="prompt" />
        ) : (
          <span className={classes.missing}>{t.trace.promptMissing}</span>
        )}
        {input && (
          <span className={classes.copy}>
            <CopyButton value={input} label={`${t.common.copy}: ${t.trace.prompt}`} />
          </span>
        )}
      </div>
      {children && <div className={classes.steps}>{children}</div>}
      {isTrouble && status && (
        <p className={classes.trouble}>
          <Badge tone={level === 'ERROR' ? 'error' : 'warn'}>{level.toLowerCase()}</Badge> {status}
        </p>
      )}
      {output ? (
        <div className={classes.answer}>
          <SaidText text={output} side="answer" />
          <span className={classes.copy}>
            <CopyButton value={output} label={`${t.common.copy}: ${t.trace.answer}`} />
          </span>
        </div>
      ) : (
        isAnswerMissing && <p className={classes.missing}>{t.trace.answerMissingTitle}</p>
      )}
    </article>
  )
}
