import { ChevronRight } from 'lucide-react'
import { Fragment } from 'react'
import { t } from '../../i18n'
import classes from './FolderPath.module.css'

interface FolderPathProps {
  folder: string
  onOpen: (folder: string | undefined) => void
}

/** Where a folder lies, with the way to each folder above it. */
export function FolderPath({ folder, onOpen }: FolderPathProps) {
  const parts = folder.split('/')
  return (
    <nav className={classes.root} aria-label={t.datasets.path}>
      <button type="button" className={classes.step} onClick={() => onOpen(undefined)}>
        {t.datasets.top}
      </button>
      {parts.map((part, at) => {
        const path = parts.slice(0, at + 1).join('/')
        return (
          <Fragment key={path}>
            <ChevronRight size={12} aria-hidden className={classes.arrow} />
            {at === parts.length - 1 ? (
              <b className={classes.here} aria-current="location">
                {part}
              </b>
            ) : (
              <button type="button" className={classes.step} onClick={() => onOpen(path)}>
                {part}
              </button>
            )}
          </Fragment>
        )
      })}
    </nav>
  )
}
