const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** A count with thousands separators: `12,345`. */
export function formatCount(value: number): string {
  return WHOLE.format(value)
}

/** A count in few characters: `999`, `1.2k`, `48k`, `3.1M`. */
export function formatCompact(value: number): string {
  const size = Math.abs(value)
  if (size < 1000) return String(Math.round(value))
  if (size < 9_950) return `${(value / 1000).toFixed(1).replace(/\.0$/, '')}k`
  if (size < 999_500) return `${Math.round(value / 1000)}k`
  if (size < 9_950_000) return `${(value / 1e6).toFixed(2).replace(/\.?0+$/, '')}M`
  if (size < 999_500_000) return `${(value / 1e6).toFixed(1).replace(/\.0$/, '')}M`
  return `${(value / 1e9).toFixed(2).replace(/\.?0+$/, '')}B`
}

/** Dollars with as many digits as matter: `$12.30`, `$0.052`, `$0.00031`; a dash when no price is known. */
export function formatCost(usd: number | null | undefined): string {
  if (usd === null || usd === undefined) return '–'
  if (usd === 0) return '$0'
  const size = Math.abs(usd)
  if (size >= 1000) return `$${WHOLE.format(usd)}`
  if (size >= 1) return `$${usd.toFixed(2)}`
  if (size >= 0.01) return `$${usd.toFixed(3)}`
  if (size >= 0.0001) return `$${usd.toFixed(4)}`
  if (size < 0.000001) return '<$0.000001'
  return `$${usd.toPrecision(2)}`
}

/** A share in percent without decimals; `<1 %` when it would round to nothing. */
export function formatShare(part: number, whole: number): string {
  if (whole <= 0 || part <= 0) return '0 %'
  const percent = (100 * part) / whole
  return percent < 1 ? '<1 %' : `${Math.round(percent)} %`
}

/** A size in bytes: `312 B`, `4.2 KB`, `1.3 MB`, `2.0 GB` (powers of 1024). */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const units = ['KB', 'MB', 'GB', 'TB']
  let value = bytes / 1024
  let unit = 0
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`
}
