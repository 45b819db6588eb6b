interface ChangedFile {
  path: string
  change: string
  movedTo?: string
  patch?: string
}

const VERBS: Record<string, string> = { added: 'Add', updated: 'Update', deleted: 'Delete' }

/** The patch that an expected output tells of when it was made from an agent's turn; null when it tells of none. */
export function patchOf(json: string | null): string | null {
  if (!json?.includes('"changedFiles"')) return null
  const { changedFiles } = JSON.parse(json) as { changedFiles?: unknown }
  if (!Array.isArray(changedFiles) || changedFiles.length === 0 || !changedFiles.every(isChangedFile))
    return null
  const files = changedFiles.flatMap(({ path, change, movedTo, patch }) => [
    `*** ${VERBS[change]} File: ${path}`,
    ...(movedTo ? [`*** Move to: ${movedTo}`] : []),
    ...(patch ? [patch] : []),
  ])
  return ['*** Begin Patch', ...files, '*** End Patch', ''].join('\n')
}

function isChangedFile(one: unknown): one is ChangedFile {
  if (!one || typeof one !== 'object') return false
  const { path, change, patch = '', movedTo = '' } = one as Record<string, unknown>
  return (
    [path, change, patch, movedTo].every((part) => typeof part === 'string') && (change as string) in VERBS
  )
}
