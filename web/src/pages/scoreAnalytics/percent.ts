/** A share in whole percent; one digit more near the ends, where whole ones would say all or none. */
export function percent(share: number): string {
  const of = share * 100
  const isNearEnd = (of > 0 && of < 1) || (of > 99 && of < 100)
  return `${of.toLocaleString('en', { maximumFractionDigits: isNearEnd ? 1 : 0 })} %`
}
