import type { components } from './schema'

type Schemas = components['schemas']

/** Every error answer: what went wrong, and what to do about it. */
export interface ProblemDetail {
  message: string
  hint: string
  field: string
}

export type InstanceInfo = Schemas['InstanceInfo']
export type Me = Schemas['Me']
export type ProjectRef = Schemas['ProjectRef']
export type ApiKey = Schemas['ApiKey']
export type CreatedApiKey = Schemas['CreatedApiKey']
export type TokenTotals = Schemas['TokenTotals']
export type TraceRow = Schemas['TraceRow']
export type TracePage = Schemas['TracePage']
export type TraceFacets = Schemas['TraceFacets']
export type FacetValue = Schemas['FacetValue']
export type TraceHistogram = Schemas['TraceHistogram']
export type TraceDetail = Schemas['TraceDetail']
export type ModelUsage = Schemas['ModelUsage']
export type LinkedTrace = Schemas['LinkedTrace']
export type Skeleton = Schemas['Skeleton']
export type ObservationDetail = Schemas['ObservationDetail']
export type SubjectScore = Schemas['SubjectScore']
export type AgentSteps = Schemas['AgentSteps']
export type Neighbours = Schemas['Neighbours']
export type RawEvent = Schemas['RawEvent']
export type RawEventPage = Schemas['RawEventPage']
export type SessionRow = Schemas['SessionRow']
export type SessionPage = Schemas['SessionPage']
export type SessionDetail = Schemas['SessionDetail']
export type SessionTurn = Schemas['SessionTurn']
export type IngestSummary = Schemas['IngestSummary']
export type IngestSource = Schemas['IngestSource']
export type IngestBucket = Schemas['IngestBucket']
export type IngestIssue = Schemas['IngestIssue']
export type IngestIssuePage = Schemas['IngestIssuePage']
export type SetupStatus = Schemas['SetupStatus']
