import { EyeOff } from 'lucide-react'
import { Code } from '../../../components/Code'
import { t } from '../../../i18n'
import classes from './NotExported.module.css'

interface NotExportedProps {
  label: string
  text: string
  /** The line for `config.toml` that changes it. */
  setting: string
}

/** Says that a text was left out by the sender, which is not the same as an empty one, and how to get it. */
export function NotExported({ label, text, setting }: NotExportedProps) {
  return (
    <section>
      <h3 className={classes.label}>{label}</h3>
      <div className={classes.root}>
        <EyeOff size={16} aria-hidden className={classes.icon} />
        <div className={classes.text}>
          {label === t.trace.answer && <p className={classes.title}>{t.trace.answerMissingTitle}</p>}
          <p>{text}</p>
          <Code text={`[otel]\n${setting}`} language="toml" />
        </div>
      </div>
    </section>
  )
}
