import { useMemo } from 'react'
import type { PromptVersion } from '../../../api/prompts'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { MessageDiff } from '../compare/MessageDiff'
import { type Draft, draftOf, isSame } from './draft'
import classes from './ResolvedPane.module.css'

const says = t.promptEditor

/** What the draft changes of the version that it began with: text or messages, and config. */
export function ChangesPane({ source, draft }: { source: PromptVersion | undefined; draft: Draft }) {
  const before = useMemo(() => source && draftOf(source), [source])
  if (!source || !before) return <p className={classes.quiet}>{says.newPromptChanges}</p>
  const configs = [before.config, draft.config] as const
  if (isSame({ ...draft, labels: [], message: '', tags: before.tags }, before))
    return <p className={classes.quiet}>{says.noChanges}</p>
  const labels = { beforeLabel: says.comparedWith(source.version), afterLabel: says.yours, isUnified: true }
  return (
    <div className={classes.root}>
      {draft.type === 'chat' ? (
        <section>
          <h2 className={classes.title}>{says.messages}</h2>
          <MessageDiff before={before.entries} after={draft.entries} {...labels} />
        </section>
      ) : (
        before.text !== draft.text && (
          <section>
            <h2 className={classes.title}>{says.prompt}</h2>
            <DiffView before={before.text} after={draft.text} {...labels} />
          </section>
        )
      )}
      {configs[0] !== configs[1] && (
        <section>
          <h2 className={classes.title}>{says.config}</h2>
          <DiffView before={configs[0]} after={configs[1]} language="json" {...labels} />
        </section>
      )}
    </div>
  )
}
