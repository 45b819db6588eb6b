import { Button, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { CalendarRange, Check, ChevronDown } from 'lucide-react'
import { useId, useState } from 'react'
import { formatDayClock } from '../format/moment'
import { t } from '../i18n'
import { between, lengthMs, PRESETS, type RangeText, resolve } from '../time/range'
import classes from './RangePicker.module.css'

interface RangePickerProps {
  value: RangeText
  onChange: (value: RangeText) => void
}

/** What a range is called. */
function rangeLabel(range: RangeText): string {
  const preset = t.range.presets[range]
  if (preset) return preset
  if (lengthMs(range) !== null) return t.range.relative(range)
  const { from, to } = resolve(range, new Date())
  return from && to ? `${formatDayClock(from)} – ${formatDayClock(to)}` : range
}

/** Picks a time range: relative presets, or two times. */
export function RangePicker({ value, onChange }: RangePickerProps) {
  const [opened, control] = useDisclosure(false)
  const pick = (range: RangeText) => {
    control.close()
    onChange(range)
  }
  return (
    <Popover opened={opened} onChange={control.toggle} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<CalendarRange size={14} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
          onClick={control.toggle}
          aria-label={`${t.range.label}: ${rangeLabel(value)}`}
        >
          {rangeLabel(value)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={0}>
        <div className={classes.root}>
          <div className={classes.presets}>
            {PRESETS.map((preset) => (
              <button
                key={preset}
                type="button"
                className={classes.preset}
                aria-pressed={preset === value}
                onClick={() => pick(preset)}
              >
                {t.range.presets[preset]}
                {preset === value && <Check size={14} aria-hidden />}
              </button>
            ))}
          </div>
          <CustomRange value={value} onPick={pick} />
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}

function CustomRange({ value, onPick }: { value: RangeText; onPick: (range: RangeText) => void }) {
  const now = new Date()
  const bounds = resolve(value, now)
  const [from, setFrom] = useState(localText(bounds.from ?? new Date(now.getTime() - 86_400_000)))
  const [to, setTo] = useState(localText(bounds.to ?? now))
  const id = useId()
  const valid = from !== '' && to !== '' && new Date(from) < new Date(to)
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault()
        if (valid) onPick(between(new Date(from), new Date(to)))
      }}
    >
      <span className={classes.heading}>{t.range.custom}</span>
      <label htmlFor={`${id}-from`}>{t.range.from}</label>
      <input
        id={`${id}-from`}
        type="datetime-local"
        value={from}
        onChange={(event) => setFrom(event.target.value)}
      />
      <label htmlFor={`${id}-to`}>{t.range.to}</label>
      <input
        id={`${id}-to`}
        type="datetime-local"
        value={to}
        onChange={(event) => setTo(event.target.value)}
      />
      {!valid && <span className={classes.invalid}>{t.range.invalid}</span>}
      <Button type="submit" disabled={!valid} mt={4}>
        {t.common.apply}
      </Button>
    </form>
  )
}

/** A time as `<input type="datetime-local">` wants it: in the reader's zone, to the minute. */
function localText(time: Date): string {
  const shifted = new Date(time.getTime() - time.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 16)
}
