import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { type Draft, isSame } from './draft'
import { dropDraft, type KeptDraft, keepDraft, readDraft } from './draftStore'

const KEEP_AFTER_MS = 400

/** Keeps a draft in this browser while it is written, and finds the one that was left there before. */
export function useKeptDraft(place: string, initial: Draft, draft: Draft, base: number) {
  const [left, setLeft] = useState<KeptDraft | undefined>(() => {
    const kept = readDraft(place)
    return kept && !isSame(kept.draft, initial) ? kept : undefined
  })
  const [settled] = useDebouncedValue(draft, KEEP_AFTER_MS)
  useEffect(() => {
    if (!left && !isSame(settled, initial))
      keepDraft(place, { draft: settled, tagsBefore: initial.tags, baseVersion: base })
  }, [settled, left, place, base, initial])
  return {
    /** What was left here before, until it is taken or discarded. */
    left,
    /** The draft as it was a moment ago. */
    settled,
    take: (): KeptDraft => {
      setLeft(undefined)
      return left as KeptDraft
    },
    discard: () => {
      dropDraft(place)
      setLeft(undefined)
    },
    /** Keeps the draft at once. */
    keep: () => keepDraft(place, { draft, tagsBefore: initial.tags, baseVersion: base }),
    drop: () => dropDraft(place),
  }
}
