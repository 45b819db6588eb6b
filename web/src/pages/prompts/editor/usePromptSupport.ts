import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo } from 'react'
import { type PromptDraftInput, type PromptPreview, referableQuery } from '../../../api/promptChanges'
import type { PromptVersion } from '../../../api/prompts'
import { variablesOf } from '../markup'
import { readableText } from '../messages'
import { makePromptSupport } from './promptSupport'

/** What the editors of a draft know: its variables, which references can be resolved, and where they lead. */
export function usePromptSupport(
  project: string,
  body: PromptDraftInput['prompt'],
  source: PromptVersion | undefined,
  preview: PromptPreview | undefined,
) {
  const queries = useQueryClient()
  const router = useRouter()
  const support = useMemo(makePromptSupport, [])
  const variables = useMemo(
    () => [
      ...new Set([
        ...variablesOf(readableText(body as string)),
        ...(source?.variables ?? []),
        ...(preview?.variables ?? []),
      ]),
    ],
    [body, source, preview],
  )
  const search = useCallback(
    (q: string) => queries.fetchQuery(referableQuery(project, q)),
    [queries, project],
  )
  useEffect(() => {
    support.setContext({
      variables,
      preview,
      search,
      hrefOf: ({ name, version, label }) =>
        router.buildLocation({
          to: '/project/$projectId/prompts/$',
          params: { projectId: project, _splat: name },
          search: { version: version ?? undefined, label: label ?? undefined },
        }).href,
    })
  }, [support, variables, preview, search, router, project])
  return support
}
