import { t } from '../../../i18n'
import { showReordering } from '../../../text/bidi'
import { at, type TraceModel } from './traceModel'

/** What a step is called in tree, waterfall and detail. */
export function labelOf(model: TraceModel, row: number): string {
  return showReordering(plainLabel(model, row))
}

function plainLabel(model: TraceModel, row: number): string {
  const { names, models } = model.skeleton
  const name = names[row] ?? ''
  switch (model.kinds[row]) {
    case 'turn':
      return t.trace.turnNumber(at(model.turnNumber, row))
    case 'model': {
      const used = models[row] ?? ''
      if (!name || name === 'model call') return used || name
      return used && !name.includes(used) ? `${name} · ${used}` : name
    }
    default:
      return name
  }
}
