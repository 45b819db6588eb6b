import { useState } from 'react'
import { showReordering } from '../text/bidi'
import classes from './Choices.module.css'
import { choiceOfKey, choicesOf, NO, type Rule, YES } from './judgement'

interface ChoicesProps {
  label: string
  rule: Rule
  value: string
  isDisabled: boolean
  onChoose: (value: string) => void
  /** A key chose a value; `from` is the group. */
  onKeyed?: (from: HTMLElement) => void
  describedBy?: string
}

const LETTERS: Record<string, string> = { [YES]: 'Y', [NO]: 'N' }

/** One of a few values: a digit or letter chooses, arrows go along, Enter takes. */
export function Choices({ label, rule, value, isDisabled, onChoose, onKeyed, describedBy }: ChoicesProps) {
  const choices = choicesOf(rule)
  const [focused, setFocused] = useState<string | null>(null)
  const reachable = [focused, value, choices[0]].find((one) => one != null && choices.includes(one))

  const onKey = (event: React.KeyboardEvent<HTMLDivElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return
    const chosen = choiceOfKey(rule, event.key)
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (chosen === undefined && by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    const at = choices.indexOf(reachable ?? '')
    const next = chosen ?? choices[(at + (by ?? 0) + choices.length) % choices.length]
    if (next === undefined) return
    event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')[choices.indexOf(next)]?.focus()
    if (chosen === undefined || isDisabled) return
    onChoose(chosen)
    onKeyed?.(event.currentTarget)
  }

  return (
    // Arrows only walk: each choice is saved, so that one must be meant.
    <div
      role="radiogroup"
      aria-label={label}
      aria-describedby={describedBy}
      className={classes.root}
      data-numbers={rule.dataType === 'NUMERIC' || undefined}
      onKeyDown={onKey}
    >
      {choices.map((choice, index) => (
        <button
          key={choice}
          type="button"
          role="radio"
          aria-checked={choice === value}
          disabled={isDisabled}
          tabIndex={choice === reachable ? 0 : -1}
          data-row-control={choice === reachable || undefined}
          className={classes.choice}
          onFocus={() => setFocused(choice)}
          onClick={() => onChoose(choice)}
        >
          {rule.dataType !== 'NUMERIC' && (
            <Hint text={LETTERS[choice] ?? (index < 9 ? String(index + 1) : '')} />
          )}
          <span className={classes.label}>{showReordering(choice)}</span>
        </button>
      ))}
    </div>
  )
}

function Hint({ text }: { text: string }) {
  return text ? (
    <kbd className={classes.hint} aria-hidden>
      {text}
    </kbd>
  ) : null
}
