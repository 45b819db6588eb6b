import { Select } from '@mantine/core'
import type { KnownScore, ScoreChoice } from '../../api/scoreAnalytics'
import { formatCompact } from '../../format/number'
import { t } from '../../i18n'
import { writeChoice } from './choice'

interface ChoiceSelectProps {
  label: string
  known: KnownScore[]
  value: ScoreChoice | undefined
  /** Only scores of this type, other than this one, can be chosen. */
  besides?: ScoreChoice
  onChange: (choice: ScoreChoice | undefined) => void
}

/** Chooses the scores of one name and source, of everybody or of one person. */
export function ChoiceSelect({ label, known, value, besides, onChange }: ChoiceSelectProps) {
  const choices = known.flatMap((one): { choice: ScoreChoice; text: string }[] => {
    const choice = {
      name: one.name,
      source: one.source as ScoreChoice['source'],
      type: one.dataType,
      author: '',
    }
    const authors = one.authors.length > 1 || one.source === 'ANNOTATION' ? one.authors : []
    return [
      { choice, text: choiceText(choice, known, one.count) },
      ...authors.map((author) => {
        const ofOne = { ...choice, author: author.id }
        return { choice: ofOne, text: choiceText(ofOne, known, author.count) }
      }),
    ]
  })
  const current = value && writeChoice(value)
  const options = choices
    .filter(
      ({ choice }) =>
        !besides || (choice.type === besides.type && writeChoice(choice) !== writeChoice(besides)),
    )
    .map(({ choice, text }) => ({ value: writeChoice(choice), label: text }))
  // What the address names is chosen, also where the time range has none of it.
  if (value && current && !options.some((one) => one.value === current)) {
    options.unshift({ value: current, label: choiceText(value, known) })
  }
  return (
    <Select
      aria-label={label}
      placeholder={label}
      data={options}
      value={current ?? null}
      searchable
      clearable={besides !== undefined}
      clearButtonProps={{ 'aria-label': t.scoreAnalytics.stopComparing }}
      allowDeselect={false}
      maxDropdownHeight={360}
      w={300}
      comboboxProps={{ width: 380, position: 'bottom-start' }}
      onChange={(next) => onChange(choices.find(({ choice }) => writeChoice(choice) === next)?.choice)}
    />
  )
}

/** `helpfulness · Annotation · Ada`, with a count where there is one. */
export function choiceText(choice: ScoreChoice, known: KnownScore[], count?: number): string {
  const author = known.flatMap((one) => one.authors).find((one) => one.id === choice.author)?.name
  const parts = [choice.name, t.scores.sources[choice.source] ?? choice.source]
  if (choice.author) parts.push(author ?? choice.author)
  else if (known.filter((one) => one.name === choice.name && one.source === choice.source).length > 1) {
    parts.push(t.scores.types[choice.type] ?? choice.type)
  }
  return parts.join(' · ') + (count === undefined ? '' : `  (${formatCompact(count)})`)
}
