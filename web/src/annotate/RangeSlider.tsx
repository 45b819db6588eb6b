import classes from './RangeSlider.module.css'

interface RangeSliderProps {
  label: string
  low: number
  high: number
  typed: string
  isDisabled: boolean
  onChange: (typed: string) => void
}

/** The same number on a line: whole numbers where the range is wide and whole, else a hundred steps. */
export function RangeSlider({ label, low, high, typed, isDisabled, onChange }: RangeSliderProps) {
  const value = Number(typed.replace(',', '.'))
  const isKnown = typed.trim() !== '' && Number.isFinite(value)
  const isWhole = Number.isInteger(low) && Number.isInteger(high) && high - low >= 20
  const step = isWhole ? 1 : (high - low) / 100
  return (
    <input
      type="range"
      className={classes.root}
      aria-label={label}
      min={low}
      max={high}
      step={step}
      value={isKnown ? value : (low + high) / 2}
      data-unknown={!isKnown || undefined}
      disabled={isDisabled}
      onChange={(event) => onChange(String(Number(Number(event.target.value).toPrecision(6))))}
    />
  )
}
