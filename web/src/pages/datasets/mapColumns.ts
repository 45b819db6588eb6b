import type { ImportColumn, ImportTarget } from '../../api/datasetTransfer'

type Mapped = Pick<ImportColumn, 'name' | 'target'>

/** The parts of an item that can hold several columns, each under a key. */
export const KEYED = ['input', 'expectedOutput', 'metadata'] as const
export type KeyedKind = (typeof KEYED)[number]

export const isKeyed = (kind: string): kind is KeyedKind => (KEYED as readonly string[]).includes(kind)

/**
 * The targets of all columns when one of them goes to `kind`: alone it is the whole value there; beside others each is a
 * key of one object.
 */
export function moveColumn(
  columns: readonly Mapped[],
  name: string,
  kind: ImportTarget['kind'],
): Record<string, ImportTarget> {
  const targets = Object.fromEntries(columns.map((one) => [one.name, one.target]))
  const own = { ...targets[name], kind, key: '' } as ImportTarget
  const beside = columns.filter((one) => one.name !== name && one.target.kind === kind)
  if (!isKeyed(kind) || beside.length === 0) return { ...targets, [name]: own }
  const taken = new Set(beside.map((one) => one.target.key).filter((key) => key !== ''))
  for (const one of beside) {
    if (!one.target.key) targets[one.name] = { ...one.target, key: freeKey(one.name, taken) }
  }
  return { ...targets, [name]: { ...own, key: freeKey(name, taken) } }
}

/** The last part of a column's name as a key that no other column has; it is taken from then on. */
export function freeKey(column: string, taken: Set<string>): string {
  const plain = column.split('.').at(-1) || column
  let key = plain
  for (let number = 2; taken.has(key); number += 1) key = `${plain} ${number}`
  taken.add(key)
  return key
}

/** What a part of an item becomes, in short: a column's value, or an object of keys. */
export function shapeOf(columns: readonly Mapped[]): string {
  const whole = columns.find((one) => !one.target.key)
  if (whole) return whole.name
  return `{ ${columns.map((one) => JSON.stringify(one.target.key)).join(', ')} }`
}
