import { CopyButton } from '../components/CopyButton'
import { t } from '../i18n'
import { readContent } from './chat/parts'
import classes from './FieldTable.module.css'
import { MediaView } from './MediaView'
import { Prose } from './Prose'

/** A flat object as names and values. */
export function FieldTable({ fields }: { fields: [string, string][] }) {
  return (
    <dl className={classes.root}>
      {fields.map(([name, value]) => (
        <div key={name} className={classes.row}>
          <dt>{name}</dt>
          <dd>
            {readContent(value).map((block, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
              <div key={index}>
                {block.kind === 'text' && <Prose text={block.text} label={name} />}
                {block.kind === 'media' && <MediaView media={block.media} />}
              </div>
            ))}
            <span className={classes.copy}>
              <CopyButton size={13} value={value} label={`${t.common.copy}: ${name}`} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
