import { Button, Menu } from '@mantine/core'
import { CopyPlus } from 'lucide-react'
import { Suspense, useState } from 'react'
import { useMay } from '../../app/useRole'
import { t } from '../../i18n'
import { type AddedSubject, DESTINATIONS, type Destination } from './destinations'

interface AddToMenuProps {
  /** What is added: one thing on a trace's page, the marked rows in a list. */
  subjects: readonly AddedSubject[]
  variant?: 'default' | 'subtle'
  /** As small as the buttons of a head. */
  isCompact?: boolean
}

/** "Add to…": sends traces and observations to where people work on with them. */
export function AddToMenu({ subjects, variant = 'subtle', isCompact = false }: AddToMenuProps) {
  const [open, setOpen] = useState<Destination>()
  const mayAdd = useMay('member')
  if (!mayAdd || DESTINATIONS.length === 0) return null
  return (
    <>
      <Menu position="bottom-end" width={264}>
        <Menu.Target>
          <Button
            variant={variant}
            size={isCompact ? 'compact-xs' : 'xs'}
            leftSection={<CopyPlus size={14} aria-hidden />}
          >
            {t.addTo.button}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {DESTINATIONS.map((one) => (
            <DestinationItems
              key={one.key}
              destination={one}
              subjects={subjects}
              onOpen={() => setOpen(one)}
            />
          ))}
        </Menu.Dropdown>
      </Menu>
      <Suspense>{open && <open.Dialog subjects={subjects} onClose={() => setOpen(undefined)} />}</Suspense>
    </>
  )
}

interface DestinationItemsProps extends AddToMenuProps {
  destination: Destination
  onOpen: () => void
}

function DestinationItems({ destination, subjects, onOpen }: DestinationItemsProps) {
  const { icon: Icon, label, Recent } = destination
  return (
    <>
      {Recent && <Recent subjects={subjects} />}
      <Menu.Item leftSection={<Icon size={14} aria-hidden />} onClick={onOpen}>
        {label}
      </Menu.Item>
    </>
  )
}
