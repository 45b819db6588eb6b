/** A step on the way to a folder. */
interface Step {
  path: string
  name: string
}

/** The folder that a prompt lies in; empty at the top. */
export const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')))

/** The name of a prompt without its folders. */
export const leafOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** The folders from the top down to this one. */
export function trailOf(folder: string): Step[] {
  if (!folder) return []
  const names = folder.split('/')
  return names.map((name, index) => ({ name, path: names.slice(0, index + 1).join('/') }))
}

/** What a name is called inside a folder. */
export const within = (name: string, folder: string | undefined): string =>
  folder && name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name
