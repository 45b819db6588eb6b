import type { ReactNode } from 'react'
import classes from './TabBar.module.css'

interface TabBarProps<T extends string> {
  label: string
  /** `mark` stands behind the label, such as a count. */
  tabs: { value: T; label: string; mark?: ReactNode }[]
  value: T
  onChange: (value: T) => void
  /** Id of the panel that the tabs switch. */
  panel: string
}

/** Tabs over a panel; arrow keys move between them. */
export function TabBar<T extends string>({ label, tabs, value, onChange, panel }: TabBarProps<T>) {
  const move = (event: React.KeyboardEvent<HTMLDivElement>) => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (!by) return
    event.preventDefault()
    const at = tabs.findIndex((tab) => tab.value === value)
    const next = tabs[(at + by + tabs.length) % tabs.length]
    if (!next) return
    onChange(next.value)
    event.currentTarget.querySelector<HTMLElement>(`[data-value="${next.value}"]`)?.focus()
  }
  return (
    <div role="tablist" aria-label={label} className={classes.root} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          data-value={tab.value}
          aria-selected={tab.value === value}
          aria-controls={panel}
          tabIndex={tab.value === value ? 0 : -1}
          className={classes.tab}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
          {tab.mark}
        </button>
      ))}
    </div>
  )
}
