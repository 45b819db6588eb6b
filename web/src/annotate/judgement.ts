import type { ScoreConfig } from '../api/scoreConfigs'
import type { SubjectScore } from '../api/types'
import { t } from '../i18n'

export const MAX_TEXT_CHARACTERS = 500
/** A whole-number range of so many values is a row of buttons; 0 to 1 is more often a share than a choice of two. */
const MIN_BUTTONS = 3
const MAX_BUTTONS = 10
/** More categories than this are looked for by name. */
export const MAX_CHOICES = 20

/** What the text that somebody typed or chose says by a config. */
type Judged =
  | { kind: 'empty' }
  | { kind: 'invalid'; problem: string }
  | { kind: 'value'; value: number | string }

export const YES = 'True'
export const NO = 'False'

export type Rule = Pick<ScoreConfig, 'dataType' | 'minValue' | 'maxValue' | 'categories'>

/** Reads what was typed: a number in the range, one of the categories, `True` or `False`, a text that is not too long. */
export function judge(rule: Rule, typed: string): Judged {
  const text = typed.trim()
  if (text === '') return { kind: 'empty' }
  switch (rule.dataType) {
    case 'NUMERIC':
      return judgeNumber(rule, text)
    case 'BOOLEAN':
      if (text === YES || text === NO) return { kind: 'value', value: text === YES ? 1 : 0 }
      return { kind: 'invalid', problem: t.annotate.notBoolean }
    case 'CATEGORICAL':
      // A category's label counts exactly as it is, also with blanks around it.
      if (rule.categories.some((one) => one.label === typed)) return { kind: 'value', value: typed }
      return { kind: 'invalid', problem: t.annotate.noCategory(typed) }
    case 'TEXT': {
      const length = [...typed].length
      if (length > MAX_TEXT_CHARACTERS) return { kind: 'invalid', problem: t.annotate.tooLong(length) }
      return { kind: 'value', value: typed }
    }
  }
}

function judgeNumber({ minValue, maxValue }: Rule, text: string): Judged {
  // A comma is what many people write for the point.
  const value = Number(/^[^.,]*,[^.,]*$/.test(text) ? text.replace(',', '.') : text)
  if (!Number.isFinite(value)) return { kind: 'invalid', problem: t.annotate.notNumber }
  if ((minValue !== null && value < minValue) || (maxValue !== null && value > maxValue)) {
    return { kind: 'invalid', problem: t.annotate.outOfRange(rangeText(minValue, maxValue)) }
  }
  return { kind: 'value', value }
}

/** What somebody would have typed for a stored score. */
export function typedOf(score: SubjectScore | undefined): string {
  if (!score) return ''
  if (score.dataType === 'NUMERIC') return score.value === null ? '' : String(score.value)
  if (score.dataType === 'BOOLEAN') return score.value === 1 ? YES : NO
  return score.stringValue ?? ''
}

/** `1 – 5`, `at least 0`, `at most 10`; `''` without bounds. */
export function rangeText(low: number | null, high: number | null): string {
  if (low !== null && high !== null) return t.annotate.between(String(low), String(high))
  if (low !== null) return t.annotate.atLeast(String(low))
  return high === null ? '' : t.annotate.atMost(String(high))
}

/** What can be chosen by a button, in order; empty where one types. */
export function choicesOf({ dataType, minValue, maxValue, categories }: Rule): string[] {
  if (dataType === 'BOOLEAN') return [YES, NO]
  if (dataType === 'CATEGORICAL') return categories.map((one) => one.label)
  if (dataType !== 'NUMERIC' || minValue === null || maxValue === null) return []
  const count = maxValue - minValue + 1
  if (!Number.isInteger(minValue) || !Number.isInteger(maxValue)) return []
  if (count < MIN_BUTTONS || count > MAX_BUTTONS) return []
  return Array.from({ length: count }, (_, index) => String(minValue + index))
}

/** The choice that a key means: `y` and `n`, a number itself (`0` is 10 too), or the place of a category, counted from 1. */
export function choiceOfKey(rule: Rule, key: string): string | undefined {
  if (rule.dataType === 'BOOLEAN') return { y: YES, n: NO }[key.toLowerCase()]
  if (!/^[0-9]$/.test(key)) return undefined
  const choices = choicesOf(rule)
  if (rule.dataType !== 'NUMERIC') return choices[Number(key) - 1]
  return choices.includes(key) ? key : choices.find((one) => key === '0' && one === '10')
}
