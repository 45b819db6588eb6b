import type { ReactNode } from 'react'
import type { PromptVersion } from '../../../api/prompts'
import { CopyButton } from '../../../components/CopyButton'
import { t } from '../../../i18n'
import { JsonTree } from '../../../text/json/JsonTree'
import { readableText } from '../messages'
import { MessageList } from './MessageList'
import classes from './PromptPanel.module.css'
import { PromptText } from './PromptText'

/** A version as it was written: its text or messages, and its config. */
export function PromptPanel({ project, version }: { project: string; version: PromptVersion }) {
  const { prompt, config } = version
  return (
    <div className={classes.root}>
      <Block
        title={typeof prompt === 'string' ? t.prompts.text : t.prompts.messages}
        copied={readableText(prompt)}
      >
        {typeof prompt === 'string' ? (
          <div className={classes.text}>
            <PromptText project={project} text={prompt} />
          </div>
        ) : (
          <MessageList project={project} messages={prompt} />
        )}
      </Block>
      {!isEmpty(config) && (
        <Block title={t.prompts.config} copied={JSON.stringify(config, null, 2)}>
          <JsonTree value={config} label={t.prompts.config} bare />
        </Block>
      )}
    </div>
  )
}

function Block({ title, copied, children }: { title: string; copied: string; children: ReactNode }) {
  return (
    <section>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.actions}>
          <CopyButton value={copied} label={t.common.copy} wide />
        </div>
      </header>
      {children}
    </section>
  )
}

const isEmpty = (config: unknown): boolean =>
  config === null ||
  config === undefined ||
  (typeof config === 'object' && Object.keys(config as object).length === 0)
