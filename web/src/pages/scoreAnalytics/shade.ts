/** The colour of a cell: the stronger, the more; roots, so that rare cells are still seen beside frequent ones. */
export function shade(count: number, highest: number): string {
  if (count === 0) return 'transparent'
  // Never so strong that the number on it could not be read, in a light scheme or a dark one.
  const part = Math.round(8 + 42 * Math.sqrt(count / highest))
  return `color-mix(in srgb, var(--k-model) ${part}%, var(--surface))`
}
