import type { Kind } from '../design/kind'
import { kindOf } from '../design/kind'
import { t } from '../i18n'
import type { FacetGroup, FacetSpec, FilterSet } from './facetSpec'

const names = t.filters.columns

function spec(column: string, kind: FacetSpec['kind'], more: Partial<FacetSpec> = {}): FacetSpec {
  return { column, kind, label: names[column] ?? column, ...more }
}

const seconds = (column: string) => spec(column, 'number', { unit: 'seconds' })
const dollars = (column: string) => spec(column, 'number', { unit: 'dollars' })
const count = (column: string) => spec(column, 'number', { unit: 'count' })

const level = spec('level', 'options', { open: true, nameOf: (value) => t.filters.levels[value] ?? value })

const scores: FacetGroup = {
  label: t.filters.groups.scores,
  facets: [
    spec('scores_avg', 'scoreNumber'),
    spec('score_categories', 'scoreCategory'),
    spec('score_booleans', 'scoreBoolean'),
  ],
}

/** What traces can be narrowed by. */
export const TRACE_FILTERS: FilterSet = {
  view: 'traces',
  groups: [
    {
      label: t.filters.groups.trace,
      facets: [
        spec('environment', 'options', { open: true }),
        level,
        spec('name', 'options', { open: true }),
        spec('userId', 'options', { open: true }),
        spec('sessionId', 'options'),
        spec('tags', 'array'),
        spec('version', 'options'),
        spec('release', 'options'),
        spec('source', 'options'),
        spec('bookmarked', 'boolean'),
        spec('public', 'boolean'),
        spec('metadata', 'map'),
        spec('id', 'text', { label: t.filters.traceId }),
      ],
    },
    {
      label: t.filters.groups.calls,
      facets: [spec('models', 'array'), spec('toolNames', 'array'), spec('calledToolNames', 'array')],
    },
    scores,
    {
      label: t.filters.groups.figures,
      facets: [
        seconds('latency'),
        dollars('totalCost'),
        dollars('inputCost'),
        dollars('outputCost'),
        count('totalTokens'),
        count('inputTokens'),
        count('outputTokens'),
        count('observationCount'),
        count('errorCount'),
        count('warningCount'),
        count('defaultCount'),
        count('debugCount'),
      ],
    },
  ],
}

const typeName = (value: string): string => t.trace.kinds[kindOf(value, '') as Kind]

/** What observations can be narrowed by. */
export const OBSERVATION_FILTERS: FilterSet = {
  view: 'observations',
  groups: [
    {
      label: t.filters.groups.observation,
      facets: [
        spec('type', 'options', { open: true, nameOf: typeName }),
        level,
        spec('name', 'options', { open: true }),
        spec('environment', 'options', { open: true }),
        spec('isRootObservation', 'boolean'),
        spec('version', 'options'),
        spec('source', 'options'),
        spec('serviceName', 'options'),
        spec('scopeName', 'options'),
        spec('metadata', 'map'),
        spec('statusMessage', 'text'),
        spec('id', 'text', { label: t.filters.observationId }),
        spec('parentObservationId', 'text'),
      ],
    },
    {
      label: t.filters.groups.calls,
      facets: [
        spec('model', 'options', { open: true }),
        spec('modelId', 'options'),
        spec('promptName', 'options'),
        count('promptVersion'),
        spec('toolNames', 'array'),
        spec('calledToolNames', 'array'),
        count('toolDefinitions'),
        count('toolCalls'),
        spec('input', 'words'),
        spec('output', 'words'),
      ],
    },
    {
      label: t.filters.groups.trace,
      facets: [
        spec('traceName', 'options'),
        spec('userId', 'options'),
        spec('sessionId', 'options'),
        spec('traceTags', 'array'),
        spec('release', 'options'),
        spec('traceId', 'text'),
      ],
    },
    {
      label: t.filters.groups.figures,
      facets: [
        seconds('latency'),
        seconds('timeToFirstToken'),
        count('tokensPerSecond'),
        dollars('totalCost'),
        dollars('inputCost'),
        dollars('outputCost'),
        count('totalTokens'),
        count('inputTokens'),
        count('outputTokens'),
      ],
    },
    scores,
    {
      label: t.filters.groups.traceScores,
      facets: [
        spec('trace_scores_avg', 'scoreNumber'),
        spec('trace_score_categories', 'scoreCategory'),
        spec('trace_score_booleans', 'scoreBoolean'),
      ],
    },
    {
      label: t.filters.groups.experiment,
      facets: [
        spec('experimentName', 'options'),
        spec('experimentId', 'options'),
        spec('experimentDatasetId', 'options'),
        spec('isExperimentItemRootSpan', 'boolean'),
      ],
    },
  ],
}

/** What scores can be narrowed by. */
export const SCORE_FILTERS: FilterSet = {
  view: 'scores',
  groups: [
    {
      label: t.filters.groups.score,
      facets: [
        spec('name', 'options', { open: true }),
        spec('source', 'options', { open: true, nameOf: (value) => t.scores.sources[value] ?? value }),
        spec('dataType', 'options', { open: true, nameOf: (value) => t.scores.types[value] ?? value }),
        spec('value', 'number'),
        spec('stringValue', 'options'),
        spec('environment', 'options', { open: true }),
        spec('comment', 'text'),
        spec('authorUserId', 'options'),
        spec('configId', 'options'),
        spec('queueId', 'options'),
        spec('metadata', 'map'),
        spec('id', 'text', { label: t.filters.scoreId }),
      ],
    },
    {
      label: t.filters.groups.subject,
      facets: [
        spec('traceName', 'options'),
        spec('userId', 'options'),
        spec('traceTags', 'array'),
        spec('traceId', 'text'),
        spec('observationId', 'text'),
        spec('sessionId', 'options'),
        spec('datasetRunId', 'options'),
      ],
    },
  ],
}
