import { t } from '../../i18n'
import { showReordering } from '../bidi'
import { JsonTree } from '../json/JsonTree'
import { flatFields } from '../readText'
import classes from './RestFields.module.css'

const SHORT = 60

/** What stands beside the messages or in them: a few short values in a line, anything more folded. */
export function RestFields({ rest }: { rest: Record<string, unknown> }) {
  const fields = flatFields(rest)
  if (fields && fields.length <= 5 && fields.every(([, value]) => value.length <= SHORT)) {
    return (
      <p className={classes.line}>
        {fields.map(([name, value]) => (
          <span key={name}>
            {name}: {showReordering(value)}
          </span>
        ))}
      </p>
    )
  }
  return (
    <details className={classes.root}>
      <summary>
        {t.text.otherFields}: {Object.keys(rest).join(', ')}
      </summary>
      <JsonTree value={rest} label={t.text.otherFields} bare />
    </details>
  )
}
