import { LATEST, PRODUCTION } from '../../../api/promptLabels'
import type { LabelTargets } from '../../../api/promptManaging'
import type { PromptLabelRef } from '../../../api/prompts'
import { inOrder } from '../labels'

/** A label that a version can get: where it points now, and whether it is to point to this version. */
export interface LabelChoice {
  label: string
  now: number | undefined
  isHere: boolean
}

/** The labels to choose from for a version: `production`, those of the prompt, and what else the project uses. */
export function choicesOf(
  version: number,
  labels: readonly PromptLabelRef[],
  known: readonly string[],
  wanted: Readonly<Record<string, boolean>>,
): LabelChoice[] {
  const now = new Map(labels.map((one) => [one.label, one.version]))
  const all = new Set([PRODUCTION, ...now.keys(), ...known, ...Object.keys(wanted)])
  all.delete(LATEST)
  return inOrder([...all], (one) => one).map((label) => ({
    label,
    now: now.get(label),
    isHere: wanted[label] ?? now.get(label) === version,
  }))
}

/** What is to be sent for the choices that differ from what is. */
export function targetsOf(version: number, choices: readonly LabelChoice[]): LabelTargets {
  const targets: LabelTargets = {}
  for (const { label, now, isHere } of choices) {
    if (isHere && now !== version) targets[label] = version
    if (!isHere && now === version) targets[label] = null
  }
  return targets
}

/** What puts the labels back where they were. */
export function undoOf(targets: LabelTargets, before: readonly PromptLabelRef[]): LabelTargets {
  const was = new Map(before.map((one) => [one.label, one.version]))
  return Object.fromEntries(Object.keys(targets).map((label) => [label, was.get(label) ?? null]))
}
