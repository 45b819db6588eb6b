import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { renameFolder } from '../../../api/promptManaging'
import { promptsKey } from '../../../api/prompts'
import { toast } from '../../../components/toast'
import { t } from '../../../i18n'
import classes from './dialogs.module.css'
import { NameDialog } from './NameDialog'

const says = t.prompts.manage

interface RenameFolderProps {
  project: string
  folder: string
  /** Prompts in it and below. */
  count: number
  /** Whether the folder is the one that is open. */
  isOpen: boolean
  onClose: () => void
}

/** Moves all prompts of a folder to another. */
export function RenameFolder({ project, folder, count, isOpen, onClose }: RenameFolderProps) {
  const navigate = useNavigate({ from: '/project/$projectId/prompts' })
  const queries = useQueryClient()
  const follow = (path: string) =>
    isOpen ? navigate({ search: (old) => ({ ...old, folder: path || undefined }) }) : undefined
  return (
    <NameDialog
      project={project}
      title={says.moveFolderTitle(folder)}
      label={says.newFolder}
      hint={says.folderHint}
      action={says.moveFolder(count)}
      initial={folder}
      mayBeEmpty
      run={async (name) => {
        const path = name.replace(/^\/+|\/+$/g, '')
        const moved = await renameFolder(project, folder, path)
        await follow(path)
        // Into the top, or into a folder that has prompts of its own, there is no one way back.
        const isFree = path !== '' && moved.names.length === count
        toast(
          says.folderMoved(moved.names.length, path || t.prompts.title),
          isFree
            ? async () => {
                await renameFolder(project, path, folder)
                await queries.invalidateQueries({ queryKey: promptsKey(project) })
                await follow(folder)
              }
            : undefined,
        )
      }}
      onClose={onClose}
    >
      <p className={classes.note}>{says.oldNamesWork(count)}</p>
    </NameDialog>
  )
}
