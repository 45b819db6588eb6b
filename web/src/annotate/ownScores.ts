import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/account'
import { subjectScoresQuery } from '../api/annotations'
import type { SubjectScore } from '../api/types'
import { type AnnotationSubject, isOn } from './subject'

/** Whether somebody gave a score by a config. */
export function isOwn(score: SubjectScore, user: string): boolean {
  return (
    score.source === 'ANNOTATION' &&
    score.authorUserId === user &&
    score.configId !== '' &&
    score.dataType !== 'CORRECTION'
  )
}

/** How many of the configs the user has given a score for; undefined until that is known. */
export function useGivenCount(
  project: string,
  subject: AnnotationSubject,
  configIds: readonly string[],
): number | undefined {
  const me = useQuery(meQuery).data?.id
  const { data } = useQuery(subjectScoresQuery(project, subject))
  if (!data || !me) return undefined
  const given = new Set(
    data.filter((score) => isOn(score, subject) && isOwn(score, me)).map((score) => score.configId),
  )
  return configIds.filter((id) => given.has(id)).length
}
