import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  Building2,
  ChartColumn,
  CircleHelp,
  Database,
  FlaskConical,
  FolderOpen,
  ListChecks,
  ListTree,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  Plus,
  UserRound,
} from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { meQuery } from '../api/account'
import type { NamedKind } from '../api/named'
import { useProjectId } from '../app/useProjectId'
import { reaches, useRole } from '../app/useRole'
import { t } from '../i18n'
import { neededFor, SETTINGS_PAGES } from '../pages/settings/settingsPages'
import classes from './Palette.module.css'
import { PAGES } from './pages'
import { readId } from './readId'
import { useNamed } from './useNamed'

interface Entry {
  /** Of what need not have a name of its own. */
  key?: string
  group: string
  label: string
  icon: LucideIcon
  run: () => void
}

interface PaletteProps {
  onClose: () => void
  onHelp: () => void
}

const NAMED_ICONS: Record<NamedKind, LucideIcon> = {
  prompts: MessageSquareText,
  datasets: Database,
  experiments: FlaskConical,
  queues: ListChecks,
}

/** Go anywhere by typing: pages, projects, what has a name, and the id of a trace or session pasted in. */
export function Palette({ onClose, onHelp }: PaletteProps) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const places = usePlaces(query, onHelp)
  const named = useNamedEntries(query)
  const entries = [...places, ...named.entries]
  useEffect(() => {
    document.getElementById(`palette-${active}`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const run = (entry: Entry | undefined) => {
    if (!entry) return
    onClose()
    entry.run()
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Enter') run(entries[active])
    else if (event.key === 'ArrowDown') setActive((at) => Math.min(at + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setActive((at) => Math.max(at - 1, 0))
    else return
    event.preventDefault()
  }

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      padding={0}
      size={560}
      yOffset="14dvh"
      centered={false}
      attributes={{ content: { 'aria-label': t.nav.palette } }}
    >
      <input
        className={classes.input}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
        placeholder={t.palette.placeholder}
        aria-label={t.palette.placeholder}
        role="combobox"
        aria-expanded
        aria-controls="palette-list"
        aria-activedescendant={entries[active] ? `palette-${active}` : undefined}
        data-autofocus
      />
      <div className={classes.list} role="listbox" id="palette-list" aria-label={t.nav.palette}>
        {entries.length === 0 && (
          <p className={classes.nothing} role="status">
            {named.isPending ? t.palette.looking : t.palette.nothing}
          </p>
        )}
        {entries.map((entry, index) => (
          <div key={entry.key ?? `${entry.group}-${entry.label}`}>
            {entry.group !== entries[index - 1]?.group && <div className={classes.group}>{entry.group}</div>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the input above handles the keys of the whole list */}
            <div
              id={`palette-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className={classes.entry}
              onMouseMove={() => setActive(index)}
              onClick={() => run(entry)}
            >
              <entry.icon size={15} strokeWidth={1.75} aria-hidden />
              <span className={classes.label}>{entry.label}</span>
            </div>
          </div>
        ))}
      </div>
    </Modal>
  )
}

/** Things whose name holds what was typed. */
function useNamedEntries(query: string): { entries: Entry[]; isPending: boolean } {
  const navigate = useNavigate()
  const projectId = useProjectId()
  const { found, isPending } = useNamed(projectId, query)
  const open = (kind: NamedKind, id: string) => {
    switch (kind) {
      case 'prompts':
        return navigate({
          to: '/project/$projectId/prompts/$',
          params: { projectId, _splat: id },
          search: {},
        })
      case 'datasets':
        return navigate({
          to: '/project/$projectId/datasets/$datasetId',
          params: { projectId, datasetId: id },
          search: {},
        })
      case 'experiments':
        return navigate({
          to: '/project/$projectId/experiments/results',
          params: { projectId },
          search: { baseline: id },
        })
      case 'queues':
        return navigate({
          to: '/project/$projectId/annotation-queues/$queueId',
          params: { projectId, queueId: id },
          search: {},
        })
    }
  }
  const entries = found.map(({ kind, id, name }) => ({
    key: `${kind} ${id}`,
    group: t.nav[kind],
    label: name,
    icon: NAMED_ICONS[kind],
    run: () => void open(kind, id),
  }))
  return { entries, isPending }
}

/** Pages, projects, organisations and actions. */
function usePlaces(query: string, onHelp: () => void): Entry[] {
  const navigate = useNavigate()
  const projectId = useProjectId()
  const { data: me } = useQuery(meQuery)
  const role = useRole()
  return useMemo(() => {
    const params = { projectId }
    const all: Entry[] = [
      ...PAGES.map((page) => ({
        group: t.palette.pages,
        label: page.label,
        icon: page.icon,
        run: () => void navigate({ to: page.to, params, search: {} }),
      })),
      {
        group: t.palette.pages,
        label: t.scoreAnalytics.title,
        icon: ChartColumn,
        run: () => void navigate({ to: '/project/$projectId/scores/analytics', params, search: {} }),
      },
      ...SETTINGS_PAGES.filter(
        (page) => !PAGES.some((one) => one.to === page.to) && reaches(role, neededFor(page)),
      ).map((page) => ({
        group: t.settings.title,
        label: page.label,
        icon: page.icon,
        run: () => void navigate({ to: page.to, params, search: {} }),
      })),
      ...(me?.projects ?? [])
        .filter((project) => project.id !== projectId)
        .map((project) => ({
          group: t.palette.projects,
          label: project.name,
          icon: FolderOpen,
          run: () =>
            void navigate({
              to: '/project/$projectId/traces',
              params: { projectId: project.id },
              search: {},
            }),
        })),
      ...(me?.organizations ?? []).map((organization) => ({
        group: t.palette.organizations,
        label: organization.name,
        icon: Building2,
        run: () =>
          void navigate({
            to: '/organization/$organizationId',
            params: { organizationId: organization.id },
          }),
      })),
      ...(reaches(role, 'member')
        ? [
            {
              group: t.palette.actions,
              label: t.prompts.create,
              icon: Plus,
              run: () => void navigate({ to: '/project/$projectId/prompts/new', params, search: {} }),
            },
          ]
        : []),
      {
        group: t.palette.actions,
        label: t.nav.accountSettings,
        icon: UserRound,
        run: () => void navigate({ to: '/account/settings' }),
      },
      { group: t.palette.actions, label: t.nav.help, icon: CircleHelp, run: onHelp },
    ]
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    const found = all.filter((entry) => words.every((word) => entry.label.toLowerCase().includes(word)))
    const id = readId(query)
    if (!id) return found
    return [
      {
        group: t.palette.actions,
        label: t.palette.openTrace(id.trace),
        icon: ListTree,
        run: () =>
          void navigate({
            to: '/project/$projectId/traces/$traceId',
            params: { projectId, traceId: id.trace },
            search: {},
          }),
      },
      {
        group: t.palette.actions,
        label: t.palette.openSession(id.session),
        icon: MessagesSquare,
        run: () =>
          void navigate({
            to: '/project/$projectId/sessions/$sessionId',
            params: { projectId, sessionId: id.session },
          }),
      },
      ...found,
    ]
  }, [query, navigate, projectId, me, role, onHelp])
}
