import { ActionIcon, Menu } from '@mantine/core'
import { Copy, Ellipsis, FolderInput, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { PromptOverview } from '../../../api/prompts'
import { useMay } from '../../../app/useRole'
import { t } from '../../../i18n'
import { CopyPrompt } from './CopyPrompt'
import { DeletePrompt } from './DeletePrompt'
import { RenamePrompt } from './RenamePrompt'

const says = t.prompts.manage
type Deed = 'copy' | 'rename' | 'deleteVersion' | 'deletePrompt'

interface PromptMenuProps {
  project: string
  prompt: PromptOverview
  /** The version that is shown. */
  version: number
}

/** What can be done with a prompt as a whole, and with the shown version. */
export function PromptMenu({ project, prompt, version }: PromptMenuProps) {
  const [deed, setDeed] = useState<Deed>()
  const close = () => setDeed(undefined)
  if (!useMay('member')) return null
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={says.menu} title={says.menu}>
            <Ellipsis size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Copy size={14} aria-hidden />} onClick={() => setDeed('copy')}>
            {says.copyItem}
          </Menu.Item>
          <Menu.Item leftSection={<FolderInput size={14} aria-hidden />} onClick={() => setDeed('rename')}>
            {says.renameItem}
          </Menu.Item>
          <Menu.Divider />
          {prompt.versionCount > 1 && (
            <Menu.Item
              leftSection={<Trash2 size={14} aria-hidden />}
              color="var(--error)"
              onClick={() => setDeed('deleteVersion')}
            >
              {says.deleteVersionItem(version)}
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<Trash2 size={14} aria-hidden />}
            color="var(--error)"
            onClick={() => setDeed('deletePrompt')}
          >
            {says.deleteItem}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {deed === 'copy' && <CopyPrompt project={project} prompt={prompt} version={version} onClose={close} />}
      {deed === 'rename' && <RenamePrompt project={project} prompt={prompt} onClose={close} />}
      {deed === 'deleteVersion' && (
        <DeletePrompt project={project} prompt={prompt} version={version} onClose={close} />
      )}
      {deed === 'deletePrompt' && <DeletePrompt project={project} prompt={prompt} onClose={close} />}
    </>
  )
}
