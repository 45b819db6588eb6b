import { at, type TraceModel } from './traceModel'

/** A part of a turn in short: calls of one tool in a row, a problem, or a sub-agent. */
export interface Part {
  kind: 'tools' | 'problem' | 'subagent'
  name: string
  rows: number[]
  /** Rows among them that did not go well. */
  troubled: number
}

/**
 * What a step did, in order and in short: neighbouring calls of the same tool count as one part, model calls are left
 * out, and what sub-agents did counts as the sub-agent's.
 */
export function condense(model: TraceModel, row: number): Part[] {
  const parts: Part[] = []
  const { names, levels, traceIds } = model.skeleton
  const first = at(model.position, row)
  const end = at(model.subtreeEnd, first)
  for (let place = first + 1; place < end; ) {
    const step = at(model.order, place)
    const kind = model.kinds[step]
    const isTroubled = levels[step] === 'ERROR' || levels[step] === 'WARNING'
    if (traceIds[step] !== traceIds[row]) {
      parts.push({
        kind: 'subagent',
        name: names[step] ?? '',
        rows: [step],
        troubled: at(model.errors, step),
      })
      place = at(model.subtreeEnd, place)
      continue
    }
    if (kind === 'tool') {
      const last = parts.at(-1)
      if (last?.kind === 'tools' && last.name === names[step]) {
        last.rows.push(step)
        last.troubled += Number(isTroubled)
      } else {
        parts.push({ kind: 'tools', name: names[step] ?? '', rows: [step], troubled: Number(isTroubled) })
      }
    } else if (isTroubled) {
      const same = sameProblem(parts, names[step] ?? '')
      if (same) {
        same.rows.push(step)
        same.troubled += 1
      } else {
        parts.push({ kind: 'problem', name: names[step] ?? '', rows: [step], troubled: 1 })
      }
    }
    place += 1
  }
  return parts
}

/** The problem of the same name in the present run of problems: retries alternate with what they log. */
function sameProblem(parts: Part[], name: string): Part | undefined {
  for (let at = parts.length - 1; at >= 0 && parts[at]?.kind === 'problem'; at -= 1) {
    if (parts[at]?.name === name) return parts[at]
  }
  return undefined
}
