import { en } from './en'

type Widen<T> = T extends string
  ? string
  : T extends (...args: infer A) => string
    ? (...args: A) => string
    : { [K in keyof T]: Widen<T[K]> }

/** What every language must say. */
export type Catalogue = Widen<typeof en>

const catalogues: Record<string, Catalogue> = { en }

function choose(): Catalogue {
  for (const language of globalThis.navigator?.languages ?? []) {
    const found = catalogues[language.split('-')[0] ?? '']
    if (found) return found
  }
  return en
}

/** All texts of the interface, in the reader's language. */
export const t: Catalogue = choose()
