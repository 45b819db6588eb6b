import createClient from 'openapi-fetch'
import { t } from '../i18n'
import type { paths } from './schema'
import type { ProblemDetail } from './types'

export const client = createClient<paths>({ baseUrl: location.origin })

/** An answer that was not a success: what went wrong, and what to do about it. */
export class ApiError extends Error {
  readonly status: number
  readonly hint: string
  /** The wrong field of the request, as the API names it; empty when it was none. */
  readonly field: string

  constructor(status: number, problem: ProblemDetail) {
    super(problem.message)
    this.status = status
    this.hint = problem.hint ?? ''
    this.field = problem.field ?? ''
  }
}

interface Answer<T> {
  data?: T
  error?: unknown
  response: Response
}

/** The data of an answer; throws `ApiError` for anything but a success, also when the server cannot be reached. */
export async function unwrap<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>
  try {
    answer = await request
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, {
      message: t.errors.unreachable,
      hint: t.errors.unreachableHint,
      field: '',
    })
  }
  if (answer.response.ok) return answer.data as T
  throw new ApiError(answer.response.status, asProblem(answer.error, answer.response))
}

function asProblem(error: unknown, response: Response): ProblemDetail {
  if (error && typeof error === 'object') {
    const { message, hint, field } = error as Record<string, unknown>
    if (typeof message === 'string') {
      return {
        message,
        hint: typeof hint === 'string' ? hint : '',
        field: typeof field === 'string' ? field : '',
      }
    }
  }
  return {
    message: t.errors.answered(`${response.status} ${response.statusText}`.trim()),
    hint: '',
    field: '',
  }
}
