export interface ScoreConfigsSearch {
  /** Archived configs are shown too. */
  archived?: true
}

export const validateScoreConfigs = (search: Record<string, unknown>): ScoreConfigsSearch => ({
  archived: search.archived === true || search.archived === 'true' ? true : undefined,
})
