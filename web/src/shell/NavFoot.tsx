import { Menu, useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CircleHelp, LogOut, Moon, Settings, Sun, SunMoon } from 'lucide-react'
import { instanceQuery, meQuery, signOut } from '../api/account'
import { MentionsBell } from '../comments/MentionsBell'
import { t } from '../i18n'
import classes from './NavFoot.module.css'

const SCHEMES = ['light', 'dark', 'auto'] as const
const ICONS = { light: Sun, dark: Moon, auto: SunMoon }
const LABELS = { light: t.nav.themeLight, dark: t.nav.themeDark, auto: t.nav.themeAuto }

interface NavFootProps {
  slim: boolean
  /** In the bar above a page instead of below a navigation: one row without the name. */
  bar?: boolean
  /** Left out where there are no shortcuts to be told of. */
  onHelp?: () => void
}

/** Bottom of the navigation: colour scheme, help and the user's menu. */
export function NavFoot({ slim, bar = false, onHelp }: NavFootProps) {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const { data: instance } = useQuery(instanceQuery)
  const SchemeIcon = ICONS[colorScheme]

  const leave = async () => {
    await signOut()
    queries.clear()
    await navigate({ to: '/login', search: {} })
  }

  return (
    <div className={classes.root} data-slim={slim || undefined} data-bar={bar || undefined}>
      <Menu position="top-start" width={220}>
        <Menu.Target>
          <button
            type="button"
            className={classes.user}
            aria-label={slim || bar ? t.nav.account : undefined}
            title={t.nav.account}
          >
            <span className={classes.avatar} aria-hidden>
              {(me?.name || me?.email || '?').slice(0, 1).toUpperCase()}
            </span>
            {!slim && !bar && <span className={classes.name}>{me?.name || me?.email}</span>}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{me?.email}</Menu.Label>
          <Menu.Item
            leftSection={<Settings size={14} />}
            onClick={() => void navigate({ to: '/account/settings' })}
          >
            {t.nav.accountSettings}
          </Menu.Item>
          <Menu.Item leftSection={<LogOut size={14} />} onClick={() => void leave()}>
            {t.nav.signOut}
          </Menu.Item>
          {instance && <Menu.Label>{t.nav.version(instance.version)}</Menu.Label>}
        </Menu.Dropdown>
      </Menu>
      <span className={classes.tools}>
        <MentionsBell className={classes.tool} />
        <Menu position="top-start" width={140}>
          <Menu.Target>
            <button type="button" className={classes.tool} aria-label={t.nav.theme} title={t.nav.theme}>
              <SchemeIcon size={15} aria-hidden />
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {SCHEMES.map((scheme) => {
              const Icon = ICONS[scheme]
              return (
                <Menu.Item
                  key={scheme}
                  leftSection={<Icon size={14} />}
                  onClick={() => setColorScheme(scheme)}
                  fw={scheme === colorScheme ? 600 : undefined}
                >
                  {LABELS[scheme]}
                </Menu.Item>
              )
            })}
          </Menu.Dropdown>
        </Menu>
        {onHelp && (
          <button
            type="button"
            className={classes.tool}
            aria-label={t.nav.help}
            title={`${t.nav.help}  ?`}
            onClick={onHelp}
          >
            <CircleHelp size={15} aria-hidden />
          </button>
        )}
      </span>
    </div>
  )
}
