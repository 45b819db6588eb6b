const MILLION = 1_000_000
const DIGITS = 12
const BY_THE_MILLION = new Set(['TOKENS', 'CHARACTERS'])

/** Usage that is counted one by one, whatever the model's unit: searches, requests. */
const COUNTED = /(^|_)(queries|requests?|searches|calls)$|Queries$|Requests?$/

/** How many units a shown price is for: prices of tokens are too small to read one by one. */
export function unitsAPrice(unit: string | null | undefined, usageType = ''): number {
  return (!unit || BY_THE_MILLION.has(unit)) && !COUNTED.test(usageType.trim()) ? MILLION : 1
}

/** A price a unit as people read it: `2.5` for a million tokens. Nothing of binary fractions. */
export function shownPrice(price: number, units: number): string {
  const value = Number((price * units).toPrecision(DIGITS))
  return value.toLocaleString('en', { maximumFractionDigits: DIGITS, useGrouping: false })
}

/** The price a unit of a typed one; null when it is no number from 0 up. */
export function typedPrice(text: string, units: number): number | null {
  const clean = text.trim().replace(',', '.')
  if (!/^\d*\.?\d+(e-?\d+)?$|^\d+\.$/i.test(clean)) return null
  const value = Number(clean)
  return Number.isFinite(value) ? Number((value / units).toPrecision(15)) : null
}

/** `$2.50` */
export function dollars(price: number, units: number): string {
  const shown = shownPrice(price, units)
  const [whole = '0', fraction = ''] = shown.split('.')
  return `$${whole}.${fraction.padEnd(2, '0')}`
}
