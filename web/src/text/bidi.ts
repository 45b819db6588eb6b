// Embeddings, overrides and isolates: they reorder what is read, and a trace may come from anybody. The marks for
// Hebrew and Arabic (U+200E, U+200F, U+061C) only order what is neutral and stay.
const REORDERING = /[\u202A-\u202E\u2066-\u2069]/g
const ANY = /[\u202A-\u202E\u2066-\u2069]/

/** The text with characters that reorder it written out, such as `[U+202E]`, so that it reads as it is stored. */
export function showReordering(text: string): string {
  if (!ANY.test(text)) return text
  return text.replace(REORDERING, (one) => `[U+${one.charCodeAt(0).toString(16).toUpperCase()}]`)
}
