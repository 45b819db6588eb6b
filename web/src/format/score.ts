/** The value of a score with as many digits as matter: `0.874`, `12`, `1,204.5`. */
export function formatScore(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString('en')
  const size = Math.abs(value)
  if (size >= 100) return value.toLocaleString('en', { maximumFractionDigits: 1 })
  return String(Number(value.toPrecision(3)))
}
