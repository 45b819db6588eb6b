import type { PromptMetrics, VersionMetrics, VersionScore } from '../../../api/promptManaging'

/** What is measured of a version, as one number. */
export type Measure = 'latency' | 'inputTokens' | 'outputTokens' | 'cost'

export const measured = (version: VersionMetrics, measure: Measure): number | null =>
  measure === 'latency'
    ? version.medianLatencyMs
    : measure === 'cost'
      ? version.medianCostUsd
      : measure === 'inputTokens'
        ? version.medianInputTokens
        : version.medianOutputTokens

/** By how much a version differs from the one before it that was used, as a share; null where nobody can say. */
export function changeOf(
  versions: readonly VersionMetrics[],
  index: number,
  measure: Measure,
): number | null {
  const version = versions[index]
  const before = versions[index + 1]
  const now = version && measured(version, measure)
  const was = before && measured(before, measure)
  if (now === null || now === undefined || !was) return null
  return now / was - 1
}

/** A score that some version got: what its column is called. */
export interface ScoreColumn {
  level: VersionScore['level']
  name: string
  /** Whether both generations and traces have scores of this name. */
  isAmbiguous: boolean
}

/** The scores of all versions, those of generations first, by name. */
export function scoreColumnsOf(versions: readonly VersionMetrics[]): ScoreColumn[] {
  const keys = new Set(versions.flatMap((one) => one.scores.map((score) => `${score.level} ${score.name}`)))
  const columns = [...keys].map((key) => {
    const [level, ...name] = key.split(' ')
    return { level: level as VersionScore['level'], name: name.join(' ') }
  })
  const names = columns.map((one) => one.name)
  return columns
    .map((one) => ({ ...one, isAmbiguous: names.filter((name) => name === one.name).length > 1 }))
    .sort((a, b) => a.level.localeCompare(b.level) || a.name.localeCompare(b.name))
}

export const scoreOf = (version: VersionMetrics, column: ScoreColumn): VersionScore | undefined =>
  version.scores.find((one) => one.level === column.level && one.name === column.name)

/** The versions that are drawn on their own over time: the most used, by number; the rest is one. */
export function drawnVersions(metrics: PromptMetrics, most: number): number[] {
  return [...metrics.versions]
    .sort((a, b) => b.generationCount - a.generationCount)
    .slice(0, most)
    .map((one) => one.version)
    .sort((a, b) => b - a)
}
