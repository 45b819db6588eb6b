import type { PromptVersion } from '../../../api/prompts'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { readableText } from '../messages'
import { bodyOf, type Draft, draftOf, isSame } from './draft'
import classes from './ResolvedPane.module.css'

const says = t.promptEditor

/** What the draft changes of the version that it began with: text or messages, and config. */
export function ChangesPane({ source, draft }: { source: PromptVersion | undefined; draft: Draft }) {
  if (!source) return <p className={classes.quiet}>{says.newPromptChanges}</p>
  const before = draftOf(source)
  const bodies = [readable(before), readable(draft)] as const
  const configs = [before.config, draft.config] as const
  if (isSame({ ...draft, labels: [], message: '', tags: before.tags }, before))
    return <p className={classes.quiet}>{says.noChanges}</p>
  return (
    <div className={classes.root}>
      {bodies[0] !== bodies[1] && (
        <section>
          <h2 className={classes.title}>{draft.type === 'text' ? says.prompt : says.messages}</h2>
          <DiffView
            before={bodies[0]}
            after={bodies[1]}
            beforeLabel={says.comparedWith(source.version)}
            afterLabel={says.yours}
            isUnified
          />
        </section>
      )}
      {configs[0] !== configs[1] && (
        <section>
          <h2 className={classes.title}>{says.config}</h2>
          <DiffView
            before={configs[0]}
            after={configs[1]}
            beforeLabel={says.comparedWith(source.version)}
            afterLabel={says.yours}
            language="json"
            isUnified
          />
        </section>
      )}
    </div>
  )
}

const readable = (draft: Draft): string => readableText(bodyOf(draft) as string | Record<string, unknown>[])
