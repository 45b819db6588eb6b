import { useEffect, useRef } from 'react'
import type { PromptVersionLine } from '../../../api/prompts'
import { isElsewhere } from '../../../shell/useShortcuts'

/** `j` and `k` go through the versions of a prompt. */
export function useVersionKeys(
  versions: readonly PromptVersionLine[],
  selected: number | undefined,
  onSelect: (version: number) => void,
): void {
  const latest = useRef({ versions, selected, onSelect })
  latest.current = { versions, selected, onSelect }
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        event.defaultPrevented ||
        isElsewhere(event.target)
      )
        return
      const by = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
      if (!by) return
      const current = latest.current
      const at = current.versions.findIndex((one) => one.version === current.selected)
      const next = current.versions[at + by]
      if (next) current.onSelect(next.version)
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])
}
