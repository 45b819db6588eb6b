/** A number whose digits a JavaScript number would round: it prints as it was written. */
export class ExactNumber {
  constructor(readonly source: string) {}

  toString(): string {
    return this.source
  }

  /** As it was written, where the browser can (all of 2025 and later); rounded elsewhere. */
  toJSON(): unknown {
    return json.rawJSON ? json.rawJSON(this.source) : Number(this.source)
  }
}

/** What browsers know of proposal-json-parse-with-source, which TypeScript does not yet. */
const json = JSON as unknown as { rawJSON?: (source: string) => unknown }
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown

// Fewer digits are always kept.
const LONG = /\d[\d.]{15}/

/** JSON.parse that keeps the digits of large integers and long decimals as `ExactNumber`. */
export function parseExactly(text: string): unknown {
  if (!LONG.test(text)) return JSON.parse(text)
  const reviver: Reviver = (_key, value, context) =>
    typeof value === 'number' &&
    context?.source &&
    LONG.test(context.source) &&
    !isKept(context.source, value)
      ? new ExactNumber(context.source)
      : value
  return JSON.parse(text, reviver)
}

/** Whether a number that prints otherwise is the same all the same: `1.10`, `1.0e5`. */
const isKept = (source: string, value: number): boolean =>
  String(value) === source || String(value) === source.replace(/\.?0+$/, '')
