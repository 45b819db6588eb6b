import { useEffect, useRef } from 'react'
import { isElsewhere } from '../../shell/useShortcuts'
import { at, hasChildren } from './model/traceModel'
import type { Steps } from './useSteps'

interface StepKeys {
  steps: Steps
  selected: number
  onSelect: (row: number) => void
}

/** Arrow keys walk and fold the tree, as in a file manager; Home and End go to its ends. */
export function useStepKeys(options: StepKeys): void {
  const latest = useRef(options)
  latest.current = options
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || isElsewhere(event.target)) return
      if (!isForTree(event.target)) return
      const next = move(event.key, latest.current)
      if (next === undefined) return
      event.preventDefault()
      if (next !== null) latest.current.onSelect(next)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}

/** The tree has the keys unless something else that uses arrow keys has the focus. */
function isForTree(target: EventTarget | null): boolean {
  return (
    !(target instanceof HTMLElement) ||
    !target.closest(
      '[role="tablist"], [role="separator"], [role="radiogroup"], [role="menu"], [data-own-keys], pre, .cm-editor',
    )
  )
}

/** The row to select; null when the key only folded; undefined when it means nothing here. */
function move(key: string, { steps, selected }: StepKeys): number | null | undefined {
  const { visible, model, collapsed, toggle } = steps
  const index = visible.indexOf(selected)
  const down = visible[index + 1]
  const up = visible[Math.max(0, index - 1)]
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return down ?? null
    case 'ArrowUp':
    case 'k':
      return up ?? null
    case 'Home':
      return visible[0] ?? null
    case 'End':
      return visible[visible.length - 1] ?? null
    case 'ArrowRight':
      if (selected < 0 || !hasChildren(model, selected)) return null
      if (!collapsed.has(selected)) return down ?? null
      toggle(selected)
      return null
    case 'ArrowLeft':
      if (selected < 0) return null
      if (hasChildren(model, selected) && !collapsed.has(selected)) {
        toggle(selected)
        return null
      }
      return at(model.parent, selected) >= 0 ? at(model.parent, selected) : null
    default:
      return undefined
  }
}
