import { CircleAlert, CornerDownRight, Wrench } from 'lucide-react'
import { CopyButton } from '../../components/CopyButton'
import { t } from '../../i18n'
import { FieldTable } from '../FieldTable'
import { JsonTree } from '../json/JsonTree'
import { MediaView } from '../MediaView'
import { Prose } from '../Prose'
import { flatFields } from '../readText'
import { isFields, type ToolCallBlock, type ToolResultBlock } from './chat'
import classes from './ToolCard.module.css'

/** A tool call: name, arguments, and what came back. */
export function ToolCard({ call }: { call: ToolCallBlock }) {
  return (
    <section className={classes.root} aria-label={`${t.text.toolCall} ${call.name}`}>
      <header className={classes.head}>
        <Wrench size={13} aria-hidden />
        <span className={classes.name}>{call.name}</span>
        {call.id && (
          <span className={classes.id} title={call.id}>
            {call.id}
          </span>
        )}
        <CopyButton
          size={12}
          value={() => textOf(call.input)}
          label={`${t.common.copy}: ${t.trace.arguments}`}
        />
      </header>
      <Arguments input={call.input} name={call.name} />
      {call.result && <ToolResult result={call.result} />}
    </section>
  )
}

function Arguments({ input, name }: { input: unknown; name: string }) {
  if (
    input === undefined ||
    input === null ||
    input === '' ||
    (isFields(input) && !Object.keys(input).length)
  ) {
    return <p className={classes.none}>{t.text.noArguments}</p>
  }
  if (typeof input === 'string') return <pre className={classes.text}>{input}</pre>
  const fields = isFields(input) ? flatFields(input) : null
  if (fields && fields.length <= 6) return <FieldTable fields={fields} />
  return <JsonTree value={input} label={`${t.trace.arguments}: ${name}`} bare />
}

interface ToolResultProps {
  result: ToolResultBlock
  /** The call is not part of the conversation. */
  isAlone?: boolean
}

/** What a tool gave back. */
export function ToolResult({ result, isAlone = false }: ToolResultProps) {
  const Icon = result.isError ? CircleAlert : CornerDownRight
  return (
    <div className={isAlone ? classes.root : classes.result}>
      <header className={classes.head} data-error={result.isError || undefined}>
        <Icon size={13} aria-hidden />
        <span>{result.isError ? t.text.toolError : t.text.toolResult}</span>
        {isAlone && result.name && <span className={classes.name}>{result.name}</span>}
        {isAlone && result.id && <span className={classes.id}>{result.id}</span>}
      </header>
      {result.blocks.length === 0 && <p className={classes.none}>{t.text.emptyResult}</p>}
      {result.blocks.map((block, index) => {
        // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces of a result have no other identity
        if (block.kind === 'text') return <Prose key={index} text={block.text} label={t.text.toolResult} />
        if (block.kind === 'media') return <MediaView key={index} media={block.media} />
        const value = block.kind === 'data' ? block.value : block
        return <JsonTree key={index} value={value} label={t.text.toolResult} bare />
        // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
      })}
    </div>
  )
}

function textOf(input: unknown): string {
  return typeof input === 'string' ? input : JSON.stringify(input, null, 2)
}
