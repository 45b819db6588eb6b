import { keyOf } from '../../annotate/drafts'
import type { AnnotationSubject } from '../../annotate/subject'
import type { useDrafts } from '../../annotate/useDrafts'
import type { ScoreConfig } from '../../api/scoreConfigs'

/** Sends what waits, and gives the configs whose scores cannot be saved as they stand. */
export function unsavedOf(
  drafts: ReturnType<typeof useDrafts>,
  project: string,
  subject: AnnotationSubject,
  configs: readonly ScoreConfig[],
): ScoreConfig[] {
  return configs.filter((config) => {
    const key = keyOf({ project, subject, configId: config.id })
    const state = drafts.get(key)?.state
    if (state === 'held' || state === 'failed') return true
    // Saving goes on by itself after the item has been left.
    drafts.flush(key)
    return false
  })
}
