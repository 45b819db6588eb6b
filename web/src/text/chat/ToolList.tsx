import { Wrench } from 'lucide-react'
import { Badge } from '../../components/Badge'
import { t } from '../../i18n'
import { JsonTree } from '../json/JsonTree'
import { Prose } from '../Prose'
import { isFields, type ToolDefinition, textIn } from './chat'
import classes from './ToolList.module.css'

interface ToolListProps {
  tools: ToolDefinition[]
  /** How often each was called. */
  calls?: ReadonlyMap<string, number>
}

/** The tools that a model was offered, those that it called first. */
export function ToolList({ tools, calls }: ToolListProps) {
  if (tools.length === 0) return null
  const called = (tool: ToolDefinition) => calls?.get(tool.name) ?? 0
  const sorted = [...tools].sort((one, other) => called(other) - called(one))
  return (
    <details className={classes.root}>
      <summary className={classes.summary}>
        <Wrench size={13} aria-hidden />
        <span>{t.text.tools(tools.length)}</span>
        <span className={classes.names}>{sorted.map((tool) => tool.name).join(', ')}</span>
      </summary>
      {sorted.map((tool) => (
        <details key={tool.name} className={classes.tool}>
          <summary className={classes.name}>
            {tool.name}
            {called(tool) > 0 && <Badge tone="ok">{t.text.calledTools(called(tool))}</Badge>}
            <span className={classes.short}>{tool.description}</span>
          </summary>
          <div className={classes.body}>
            {tool.description && <Prose text={tool.description} label={tool.name} />}
            <Parameters schema={tool.parameters} />
          </div>
        </details>
      ))}
    </details>
  )
}

function Parameters({ schema }: { schema: unknown }) {
  const properties =
    isFields(schema) && isFields(schema.properties) ? Object.entries(schema.properties) : null
  if (!properties) {
    return isFields(schema) && Object.keys(schema).length > 0 ? (
      <JsonTree value={schema} label={t.text.parameter} bare />
    ) : (
      <p className={classes.none}>{t.text.noParameters}</p>
    )
  }
  if (properties.length === 0) return <p className={classes.none}>{t.text.noParameters}</p>
  const required = new Set(
    Array.isArray((schema as { required?: unknown }).required)
      ? (schema as { required: string[] }).required
      : [],
  )
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th>{t.text.parameter}</th>
          <th>{t.text.type}</th>
          <th>{t.text.description}</th>
        </tr>
      </thead>
      <tbody>
        {properties.map(([name, property]) => (
          <tr key={name}>
            <td>
              <code>{name}</code>
              {required.has(name) && <span className={classes.required}>{t.text.required}</span>}
            </td>
            <td>
              <code>{typeName(property)}</code>
            </td>
            <td>{isFields(property) ? textIn(property, 'description') : ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `string`, `array of number`, `"a" | "b"`. */
function typeName(schema: unknown): string {
  if (!isFields(schema)) return ''
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => JSON.stringify(one)).join(' | ')
  const options = [schema.anyOf, schema.oneOf].find(Array.isArray) as unknown[] | undefined
  if (options) return options.map(typeName).filter(Boolean).join(' | ')
  if (schema.type === 'array') return `array of ${typeName(schema.items) || 'anything'}`
  if (Array.isArray(schema.type)) return schema.type.join(' | ')
  return String(schema.type ?? '').toLowerCase() || textIn(schema, '$ref')
}
