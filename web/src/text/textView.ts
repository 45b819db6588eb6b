import { createContext, useContext, useSyncExternalStore } from 'react'

/** How inputs and outputs are shown: as what they mean, as a tree of JSON, or as the exact text. */
export const TEXT_VIEWS = ['formatted', 'json', 'raw'] as const
export type TextView = (typeof TEXT_VIEWS)[number]

interface Preference {
  view: TextView
  isMarkdown: boolean
}

const KEY = 'sidelight-text-view'
const readers = new Set<() => void>()
let preference = load()

function load(): Preference {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preference>
    const view = TEXT_VIEWS.find((one) => one === stored.view) ?? 'formatted'
    return { view, isMarkdown: stored.isMarkdown !== false }
  } catch {
    return { view: 'formatted', isMarkdown: true }
  }
}

function change(part: Partial<Preference>): void {
  preference = { ...preference, ...part }
  try {
    localStorage.setItem(KEY, JSON.stringify(preference))
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  for (const reader of readers) reader()
}

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  return () => readers.delete(reader)
}

/** A page whose address names the view: it wins over the preference, and changes go to both. */
export const AddressedView = createContext<{ view: TextView | undefined; onView: (view: TextView) => void }>({
  view: undefined,
  onView: () => undefined,
})

/** The reader's choice, kept in this browser; the same in all blocks of a page. */
export function useTextView() {
  const kept = useSyncExternalStore(subscribe, () => preference)
  const addressed = useContext(AddressedView)
  return {
    view: addressed.view ?? kept.view,
    isMarkdown: kept.isMarkdown,
    setView: (view: TextView) => {
      change({ view })
      addressed.onView(view)
    },
    setMarkdown: (isMarkdown: boolean) => change({ isMarkdown }),
  }
}
