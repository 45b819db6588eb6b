import {
  Activity,
  Database,
  FlaskConical,
  Gauge,
  KeyRound,
  ListChecks,
  ListTree,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  Plug,
  Settings,
  Users,
  Waypoints,
} from 'lucide-react'
import { t } from '../i18n'

/** A page of a project that the navigation, the palette and the shortcuts lead to. */
interface PageEntry {
  to: string
  icon: LucideIcon
  label: string
  /** The letter that opens it after `g`. */
  key?: string
}

const OBSERVE = [
  { to: '/project/$projectId/traces', icon: ListTree, label: t.nav.traces, key: 't' },
  { to: '/project/$projectId/observations', icon: Waypoints, label: t.nav.observations, key: 'o' },
  { to: '/project/$projectId/sessions', icon: MessagesSquare, label: t.nav.sessions, key: 's' },
  { to: '/project/$projectId/users', icon: Users, label: t.nav.users, key: 'u' },
  { to: '/project/$projectId/ingestion', icon: Activity, label: t.nav.ingestion, key: 'i' },
] as const satisfies readonly PageEntry[]

const IMPROVE = [
  { to: '/project/$projectId/prompts', icon: MessageSquareText, label: t.nav.prompts, key: 'p' },
  { to: '/project/$projectId/datasets', icon: Database, label: t.nav.datasets, key: 'd' },
  { to: '/project/$projectId/experiments', icon: FlaskConical, label: t.nav.experiments, key: 'e' },
] as const satisfies readonly PageEntry[]

const EVALUATE = [
  { to: '/project/$projectId/scores', icon: Gauge, label: t.nav.scores, key: 'c' },
  { to: '/project/$projectId/annotation-queues', icon: ListChecks, label: t.nav.queues, key: 'a' },
] as const satisfies readonly PageEntry[]

const SETTINGS = [
  { to: '/project/$projectId/setup', icon: Plug, label: t.nav.setup },
  { to: '/project/$projectId/keys', icon: KeyRound, label: t.nav.keys },
  { to: '/project/$projectId/settings', icon: Settings, label: t.settings.title },
] as const satisfies readonly PageEntry[]

/** The pages by what they are for, in the order of the navigation. A new page is added here and nowhere else. */
export const PAGE_GROUPS = [
  { label: t.nav.observe, pages: OBSERVE },
  { label: t.nav.improve, pages: IMPROVE },
  { label: t.nav.evaluate, pages: EVALUATE },
  { label: t.nav.settings, pages: SETTINGS },
] as const

export type Page = (typeof PAGE_GROUPS)[number]['pages'][number]

export const PAGES: readonly Page[] = PAGE_GROUPS.flatMap((group): readonly Page[] => group.pages)

/** The letter after `g` that opens a page; undefined where there is none. */
export const keyOf = (page: Page): string | undefined => ('key' in page ? page.key : undefined)
