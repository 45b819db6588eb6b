import type { ScoreChoice } from '../../api/scoreAnalytics'
import type { Condition } from '../../filters/condition'
import { writeFilter } from '../../filters/condition'

const SOURCES = ['API', 'EVAL', 'ANNOTATION'] as const
const TYPES = ['NUMERIC', 'CATEGORICAL', 'BOOLEAN', 'TEXT'] as const

/** A choice as the address holds it: `ANNOTATION;NUMERIC;author;name`; the name may hold anything. */
export const writeChoice = ({ name, source, type, author }: ScoreChoice): string =>
  [source, type, encodeURIComponent(author), encodeURIComponent(name)].join(';')

/** Reads what `writeChoice` wrote; undefined for anything else. */
export function readChoice(text: string): ScoreChoice | undefined {
  const [source, type, author, name] = text.split(';')
  const knownSource = SOURCES.find((one) => one === source)
  const knownType = TYPES.find((one) => one === type)
  if (!knownSource || !knownType || author === undefined || !name) return undefined
  try {
    return {
      source: knownSource,
      type: knownType,
      author: decodeURIComponent(author),
      name: decodeURIComponent(name),
    }
  } catch {
    return undefined
  }
}

/** The list of scores narrowed to a choice, and to what else is given. */
export function listFilter(choice: ScoreChoice, more: Condition[] = []): string | undefined {
  const only = (column: string, value: string): Condition => ({
    column,
    type: 'stringOptions',
    operator: 'any of',
    value: [value],
  })
  return writeFilter([
    only('name', choice.name),
    only('source', choice.source),
    only('dataType', choice.type),
    ...(choice.author ? [only('authorUserId', choice.author)] : []),
    ...more,
  ])
}

/** The numbers of one bin, as conditions of the list. */
export function binConditions(low: number, high: number, isLast: boolean): Condition[] {
  return [
    { column: 'value', type: 'number', operator: '>=', value: low },
    { column: 'value', type: 'number', operator: isLast ? '<=' : '<', value: high },
  ]
}
