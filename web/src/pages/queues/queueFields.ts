import type { QueueInput, QueueRow } from '../../api/queues'

/** What people set of a queue. */
export interface QueueFields {
  name: string
  description: string
  scoreConfigIds: string[]
  assigneeIds: string[]
}

export type FieldName = keyof QueueFields

const FIELDS: readonly FieldName[] = ['name', 'description', 'scoreConfigIds', 'assigneeIds']

export const EMPTY: QueueFields = { name: '', description: '', scoreConfigIds: [], assigneeIds: [] }

/** The fields of a stored queue. */
export const fieldsOf = (queue: QueueRow): QueueFields => ({
  name: queue.name,
  description: queue.description,
  scoreConfigIds: queue.scoreConfigs.map((config) => config.id),
  assigneeIds: queue.assignees.map((person) => person.id),
})

/** As the API takes them. */
export const inputOf = (fields: QueueFields, revision: number | undefined): QueueInput => ({
  ...fields,
  revision: revision ?? null,
})

/** Whether a field says the same; people are a set, scores have an order. */
function isSame(name: FieldName, one: QueueFields, other: QueueFields): boolean {
  if (name === 'assigneeIds') return [...one[name]].sort().join() === [...other[name]].sort().join()
  return JSON.stringify(one[name]) === JSON.stringify(other[name])
}

export interface Merge {
  fields: QueueFields
  /** Fields that both changed, and differently: here mine stands, and theirs would be lost. */
  conflicts: FieldName[]
  /** Fields that only they changed, which are taken over. */
  taken: FieldName[]
}

/** Joins what two people made of `base`: each field is theirs unless I changed it. */
export function merge(base: QueueFields, mine: QueueFields, theirs: QueueFields): Merge {
  const isMine = (name: FieldName) => !isSame(name, base, mine)
  const pick = <Name extends FieldName>(name: Name): QueueFields[Name] =>
    isMine(name) ? mine[name] : theirs[name]
  return {
    fields: {
      name: pick('name'),
      description: pick('description'),
      scoreConfigIds: pick('scoreConfigIds'),
      assigneeIds: pick('assigneeIds'),
    },
    conflicts: FIELDS.filter(
      (name) => isMine(name) && !isSame(name, base, theirs) && !isSame(name, mine, theirs),
    ),
    taken: FIELDS.filter((name) => !isMine(name) && !isSame(name, base, theirs)),
  }
}
