const KEY = 'sidelight-project'

/** The project that was open last in this browser; '' when none is known or storage is forbidden. */
export function lastProject(): string {
  try {
    return localStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

/** Remembers the open project for the next visit. */
export function rememberProject(id: string): void {
  try {
    localStorage.setItem(KEY, id)
  } catch {
    // Without storage the first project opens; nothing else is lost.
  }
}
