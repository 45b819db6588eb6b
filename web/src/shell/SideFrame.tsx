import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { meQuery } from '../api/account'
import { lastProject } from '../app/lastProject'
import { Logo } from '../design/Logo'
import { t } from '../i18n'
import { NavFoot } from './NavFoot'
import classes from './SideFrame.module.css'
import { useActiveInView } from './useActiveInView'

interface SideFrameProps {
  label: string
  title: ReactNode
  /** Links to the pages, if there is more than one. */
  items?: ReactNode
  children: ReactNode
}

/** The frame of pages that belong to no project: the way back, their list, and the page. */
export function SideFrame({ label, title, items, children }: SideFrameProps) {
  const { data: me } = useQuery(meQuery)
  const project = me?.projects.find((one) => one.id === lastProject()) ?? me?.projects[0]
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const nav = useActiveInView<HTMLElement>()
  return (
    <div className={classes.root}>
      <nav ref={nav} className={classes.nav} aria-label={label}>
        <div className={classes.logo}>
          <Logo size={20} />
        </div>
        {project ? (
          <Link
            to="/project/$projectId/traces"
            params={{ projectId: project.id }}
            search={{}}
            className={classes.back}
          >
            <ArrowLeft size={14} aria-hidden />
            <span>{t.organization.back(project.name)}</span>
          </Link>
        ) : (
          <Link to="/" className={classes.back}>
            <ArrowLeft size={14} aria-hidden />
            <span>{t.organization.backHome}</span>
          </Link>
        )}
        <span className={classes.title}>{title}</span>
        <div className={classes.items}>{items}</div>
        <div className={classes.foot}>
          <NavFoot slim={false} bar={isPhone} />
        </div>
      </nav>
      <main id="content" className={classes.main} tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
