import type { ReactNode } from 'react'
import classes from './Facts.module.css'

/** Names and values side by side; those without a value are left out. */
export function Facts({ items }: { items: (readonly [string, ReactNode])[] }) {
  const known = items.filter(
    ([, value]) => value !== '' && value !== null && value !== undefined && value !== false,
  )
  if (known.length === 0) return null
  return (
    <dl className={classes.root}>
      {known.map(([name, value]) => (
        <div key={name} className={classes.item}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
