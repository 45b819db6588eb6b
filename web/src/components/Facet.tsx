import { Button, Popover } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { ChevronDown, X } from 'lucide-react'
import { useId, useState } from 'react'
import type { FacetValue } from '../api/types'
import { formatCount } from '../format/number'
import { t } from '../i18n'
import classes from './Facet.module.css'

interface FacetProps {
  label: string
  values: FacetValue[]
  chosen: string[] | undefined
  onChange: (chosen: string[] | undefined) => void
}

/** A filter by values with how often each occurs; the chosen ones stay listed even when their count is zero. */
export function Facet({ label, values, chosen = [], onChange }: FacetProps) {
  const [opened, control] = useDisclosure(false)
  const [search, setSearch] = useState('')
  const id = useId()
  const known = new Set(values.map((one) => one.value))
  const all = [
    ...chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 })),
    ...values,
  ]
  const shown = all.filter((one) => one.value.toLowerCase().includes(search.toLowerCase()))
  const most = Math.max(1, ...values.map((one) => one.count))
  const toggle = (value: string) => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]
    onChange(next.length ? next : undefined)
  }

  return (
    <span className={classes.target} data-active={chosen.length > 0 || undefined}>
      <Popover
        opened={opened}
        onChange={control.toggle}
        position="bottom-start"
        width={280}
        trapFocus
        onClose={() => setSearch('')}
      >
        <Popover.Target>
          <Button
            variant="default"
            className={classes.button}
            rightSection={chosen.length ? null : <ChevronDown size={13} aria-hidden />}
            onClick={control.toggle}
          >
            {label}
            {chosen.length > 0 && (
              <b className={classes.value}>{chosen.length === 1 ? chosen[0] : chosen.length}</b>
            )}
          </Button>
        </Popover.Target>
        <Popover.Dropdown p={4}>
          {all.length > 8 && (
            <input
              className={classes.search}
              placeholder={t.traces.facetSearch}
              aria-label={t.traces.facetSearch}
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          )}
          <div className={classes.list} role="group" aria-label={label}>
            {shown.length === 0 && <p className={classes.empty}>{t.traces.facetEmpty}</p>}
            {shown.map((one, index) => (
              <label key={one.value} className={classes.item} htmlFor={`${id}-${index}`}>
                <span
                  className={classes.meter}
                  style={{ width: `${(100 * one.count) / most}%` }}
                  aria-hidden
                />
                <input
                  id={`${id}-${index}`}
                  type="checkbox"
                  checked={chosen.includes(one.value)}
                  onChange={() => toggle(one.value)}
                />
                <span className={classes.name}>{one.value || t.common.none}</span>
                <span className={classes.count}>{formatCount(one.count)}</span>
              </label>
            ))}
          </div>
        </Popover.Dropdown>
      </Popover>
      {chosen.length > 0 && (
        <button
          type="button"
          className={classes.clear}
          aria-label={`${t.common.clear}: ${label}`}
          onClick={() => onChange(undefined)}
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </span>
  )
}
