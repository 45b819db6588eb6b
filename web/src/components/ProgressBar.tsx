import classes from './ProgressBar.module.css'

interface ProgressBarProps {
  label: string
  value: number
  max: number
  width?: number | string
}

/** How much of something is done. */
export function ProgressBar({ label, value, max, width = 96 }: ProgressBarProps) {
  return (
    <span
      className={classes.root}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      data-done={(max > 0 && value >= max) || undefined}
      style={{ '--width': typeof width === 'number' ? `${width}px` : width } as React.CSSProperties}
    >
      <i style={{ width: `${max > 0 ? (100 * value) / max : 0}%` }} />
    </span>
  )
}
