import { Drawer } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation } from '@tanstack/react-router'
import { Menu } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { meQuery } from '../api/account'
import { rememberProject } from '../app/lastProject'
import { useProjectId } from '../app/useProjectId'
import { Logo } from '../design/Logo'
import { t } from '../i18n'
import { Nav } from './Nav'
import { NoSuchProject } from './NoSuchProject'
import classes from './Shell.module.css'
import { useShortcuts } from './useShortcuts'

const Palette = lazy(() => import('./Palette').then((module) => ({ default: module.Palette })))
const Help = lazy(() => import('./Help').then((module) => ({ default: module.Help })))

const SLIM_KEY = 'sidelight-nav-slim'

/** The frame of every page of a project: navigation on the left (a drawer on a phone), the page on the right. */
export function Shell() {
  const project = useProjectId()
  const { data: me } = useQuery(meQuery)
  const isUnknown = me !== undefined && !me.projects.some((one) => one.id === project)
  const path = useLocation({ select: (location) => location.pathname })
  const isPhone = useMediaQuery('(max-width: 760px)', false, { getInitialValueInEffect: false })
  const [slim, setSlim] = useState(() => localStorage.getItem(SLIM_KEY) === '1')
  const [drawer, drawerControl] = useDisclosure(false)
  const [palette, paletteControl] = useDisclosure(false)
  const [help, helpControl] = useDisclosure(false)
  useShortcuts({ palette: paletteControl.open, help: helpControl.open })

  useEffect(() => {
    if (!isUnknown) rememberProject(project)
  }, [project, isUnknown])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes whenever the page changes
  useEffect(() => drawerControl.close(), [path])

  const toggleSlim = () => {
    localStorage.setItem(SLIM_KEY, slim ? '0' : '1')
    setSlim(!slim)
  }
  const nav = (isSlim: boolean) => (
    <Nav
      slim={isSlim}
      onSlim={isPhone ? undefined : toggleSlim}
      onPalette={() => {
        drawerControl.close()
        paletteControl.open()
      }}
      onHelp={helpControl.open}
    />
  )

  if (isUnknown) return <NoSuchProject id={project} projects={me.projects} />
  return (
    <div className={classes.root} data-slim={slim || undefined}>
      <a className={classes.skip} href="#content">
        {t.common.skipToContent}
      </a>
      {isPhone ? (
        <>
          <header className={classes.bar}>
            <button
              type="button"
              className={classes.burger}
              aria-label={t.nav.open}
              onClick={drawerControl.open}
            >
              <Menu size={18} aria-hidden />
            </button>
            <Logo size={18} />
          </header>
          <Drawer
            opened={drawer}
            onClose={drawerControl.close}
            size={264}
            withCloseButton={false}
            padding={0}
            title={undefined}
            attributes={{ content: { 'aria-label': t.nav.label } }}
          >
            {nav(false)}
          </Drawer>
        </>
      ) : (
        nav(slim)
      )}
      <main id="content" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <Suspense>
        {palette && <Palette onClose={paletteControl.close} onHelp={helpControl.open} />}
        {help && <Help onClose={helpControl.close} />}
      </Suspense>
    </div>
  )
}
