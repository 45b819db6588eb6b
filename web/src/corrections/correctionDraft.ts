/** What somebody typed and did not save yet, kept in the tab. */
export interface CorrectionDraft {
  read: () => string | null
  write: (text: string) => void
  drop: () => void
}

export function correctionDraft(user: string, ...subject: string[]): CorrectionDraft {
  const key = `sidelight.correction.${JSON.stringify([user, ...subject])}`
  return {
    read: () => sessionStorage.getItem(key),
    write: (text) => {
      try {
        sessionStorage.setItem(key, text)
      } catch {
        // Too long for the tab's storage: it stays in the field alone.
      }
    },
    drop: () => sessionStorage.removeItem(key),
  }
}
