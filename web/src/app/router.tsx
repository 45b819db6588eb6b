import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meQuery } from '../api/account'
import { ApiError } from '../api/client'
import { skeletonQuery, traceQuery } from '../api/trace'
import { LostPage, PageError, PageNotFound, PagePending } from '../components/PageState'
import { validateAudit } from '../pages/audit/search'
import { validateDatasets, validateItems } from '../pages/datasets/search'
import { validateResults } from '../pages/experiments/results/search'
import { validateExperiments } from '../pages/experiments/search'
import { validateIngestion } from '../pages/ingestion/search'
import { validateModels } from '../pages/models/search'
import { validateObservations } from '../pages/observations/search'
import { validateEditor } from '../pages/prompts/editor/search'
import { validatePrompt, validatePrompts } from '../pages/prompts/search'
import { validateProcess, validateQueue, validateQueues } from '../pages/queues/search'
import { validateScoreAnalytics } from '../pages/scoreAnalytics/search'
import { validateScoreConfigs } from '../pages/scoreConfigs/search'
import { validateScores } from '../pages/scores/search'
import { validateSession, validateSessions } from '../pages/sessions/search'
import { validateTrace } from '../pages/trace/search'
import { validateTraces } from '../pages/traces/search'
import { validateUsers } from '../pages/users/search'
import { Shell } from '../shell/Shell'
import { lastProject } from './lastProject'
import { lazyPage } from './lazyPage'
import { projectOfTrace } from './projectOfTrace'
import { parseSearch, stringifySearch, text, validateFound } from './search'

interface Context {
  queries: QueryClient
}

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: LostPage })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { token?: string; next?: string } => ({
    token: text(search.token) || undefined,
    next: text(search.next) || undefined,
  }),
  component: lazyPage(() => import('../pages/login/LoginPage'), 'LoginPage'),
})

/** Everything below needs a signed-in user; without one the way leads to the sign-in page and back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queries.ensureQueryData(meQuery) }
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) {
        const next = location.href === '/' ? undefined : location.href
        throw redirect({ to: '/login', search: { next } })
      }
      throw error
    }
  },
})

const home = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  beforeLoad: ({ context }) => {
    const project = context.me.projects.find((one) => one.id === lastProject()) ?? context.me.projects[0]
    if (project)
      throw redirect({ to: '/project/$projectId/traces', params: { projectId: project.id }, search: {} })
  },
  component: lazyPage(() => import('../pages/NoProjectPage'), 'NoProjectPage'),
})

/** Links made by the older SDKs of Langfuse name no project: the one among the user's that has the trace is looked for. */
const bareTrace = createRoute({
  getParentRoute: () => signedIn,
  path: '/trace/$traceId',
  validateSearch: validateTrace,
  beforeLoad: async ({ context, params: { traceId }, search }) => {
    const projectId = await projectOfTrace(context.queries, context.me.projects, traceId)
    if (!projectId) throw notFound()
    throw redirect({
      to: '/project/$projectId/traces/$traceId',
      params: { projectId, traceId },
      search,
      replace: true,
    })
  },
  notFoundComponent: LostPage,
})

/** Addresses below are those of Langfuse, so that links made by its SDKs lead to the right page. */
const project = createRoute({
  getParentRoute: () => signedIn,
  path: '/project/$projectId',
  component: Shell,
  notFoundComponent: PageNotFound,
})

const projectHome = createRoute({
  getParentRoute: () => project,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/project/$projectId/traces', params, search: {} })
  },
})

const traces = createRoute({
  getParentRoute: () => project,
  path: '/traces',
  validateSearch: validateTraces,
  component: lazyPage(() => import('../pages/traces/TracesPage'), 'TracesPage'),
})

const trace = createRoute({
  getParentRoute: () => project,
  path: '/traces/$traceId',
  validateSearch: validateTrace,
  // The data is asked for while the page's code still loads; not on mere hovering, since a skeleton can be large.
  loader: ({ context: { queries }, params: { projectId, traceId }, preload }) => {
    if (preload) return
    void queries.prefetchQuery(traceQuery(projectId, traceId))
    void queries.prefetchQuery(skeletonQuery(projectId, traceId))
  },
  component: lazyPage(() => import('../pages/trace/TracePage'), 'TracePage'),
})

const observations = createRoute({
  getParentRoute: () => project,
  path: '/observations',
  validateSearch: validateObservations,
  component: lazyPage(() => import('../pages/observations/ObservationsPage'), 'ObservationsPage'),
})

const scores = createRoute({
  getParentRoute: () => project,
  path: '/scores',
  validateSearch: validateScores,
  component: lazyPage(() => import('../pages/scores/ScoresPage'), 'ScoresPage'),
})

const queues = createRoute({
  getParentRoute: () => project,
  path: '/annotation-queues',
  validateSearch: validateQueues,
  component: lazyPage(() => import('../pages/queues/QueuesPage'), 'QueuesPage'),
})

const queue = createRoute({
  getParentRoute: () => project,
  path: '/annotation-queues/$queueId',
  validateSearch: validateQueue,
  component: lazyPage(() => import('../pages/queues/QueuePage'), 'QueuePage'),
})

const processQueue = createRoute({
  getParentRoute: () => project,
  path: '/annotation-queues/$queueId/process',
  validateSearch: validateProcess,
  component: lazyPage(() => import('../pages/queues/ProcessPage'), 'ProcessPage'),
})

const scoreAnalytics = createRoute({
  getParentRoute: () => project,
  path: '/scores/analytics',
  validateSearch: validateScoreAnalytics,
  component: lazyPage(() => import('../pages/scoreAnalytics/ScoreAnalyticsPage'), 'ScoreAnalyticsPage'),
})

const users = createRoute({
  getParentRoute: () => project,
  path: '/users',
  validateSearch: validateUsers,
  component: lazyPage(() => import('../pages/users/UsersPage'), 'UsersPage'),
})

const sessions = createRoute({
  getParentRoute: () => project,
  path: '/sessions',
  validateSearch: validateSessions,
  component: lazyPage(() => import('../pages/sessions/SessionsPage'), 'SessionsPage'),
})

const session = createRoute({
  getParentRoute: () => project,
  path: '/sessions/$sessionId',
  validateSearch: validateSession,
  component: lazyPage(() => import('../pages/sessions/SessionPage'), 'SessionPage'),
})

const datasets = createRoute({
  getParentRoute: () => project,
  path: '/datasets',
  validateSearch: validateDatasets,
  component: lazyPage(() => import('../pages/datasets/DatasetsPage'), 'DatasetsPage'),
})

const dataset = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId',
  validateSearch: validateItems,
  component: lazyPage(() => import('../pages/datasets/DatasetPage'), 'DatasetPage'),
})

/** The same page under Langfuse's address of it. */
const datasetItems = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId/items',
  beforeLoad: ({ params, search }) => {
    throw redirect({ to: '/project/$projectId/datasets/$datasetId', params, search, replace: true })
  },
})

const datasetItem = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId/items/$itemId',
  validateSearch: validateItems,
  component: lazyPage(() => import('../pages/datasets/DatasetPage'), 'DatasetPage'),
})

const datasetImport = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId/import',
  component: lazyPage(() => import('../pages/datasets/ImportPage'), 'ImportPage'),
})

/** The list is an index below it, or the empty rest of its path would count as a prompt's name. */
const promptPages = createRoute({ getParentRoute: () => project, path: '/prompts' })

const prompts = createRoute({
  getParentRoute: () => promptPages,
  path: '/',
  validateSearch: validatePrompts,
  component: lazyPage(() => import('../pages/prompts/PromptsPage'), 'PromptsPage'),
})

const promptEditor = createRoute({
  getParentRoute: () => promptPages,
  path: '/new',
  validateSearch: validateEditor,
  component: lazyPage(() => import('../pages/prompts/editor/PromptEditorPage'), 'PromptEditorPage'),
})

/** The name of a prompt is the rest of the path: it may hold slashes. */
const prompt = createRoute({
  getParentRoute: () => promptPages,
  path: '/$',
  validateSearch: validatePrompt,
  component: lazyPage(() => import('../pages/prompts/PromptPage'), 'PromptPage'),
})

const ingestion = createRoute({
  getParentRoute: () => project,
  path: '/ingestion',
  validateSearch: validateIngestion,
  component: lazyPage(() => import('../pages/ingestion/IngestionPage'), 'IngestionPage'),
})

const setup = createRoute({
  getParentRoute: () => project,
  path: '/setup',
  component: lazyPage(() => import('../pages/setup/SetupPage'), 'SetupPage'),
})

/** Pages of `pages/settings/settingsPages.ts`, with their list beside them. */
const settings = createRoute({
  getParentRoute: () => project,
  id: 'in-settings',
  component: lazyPage(() => import('../pages/settings/SettingsFrame'), 'SettingsFrame'),
})

const general = createRoute({
  getParentRoute: () => settings,
  path: '/settings',
  component: lazyPage(() => import('../pages/settings/GeneralPage'), 'GeneralPage'),
})

const members = createRoute({
  getParentRoute: () => settings,
  path: '/settings/members',
  validateSearch: validateFound,
  component: lazyPage(() => import('../pages/settings/MembersPage'), 'MembersPage'),
})

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/settings/audit-logs',
  validateSearch: validateAudit,
  component: lazyPage(() => import('../pages/settings/AuditPage'), 'AuditPage'),
})

const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyPage(() => import('../pages/keys/KeysPage'), 'KeysPage'),
})

/** Where Langfuse has them. */
const langfuseKeys = createRoute({
  getParentRoute: () => project,
  path: '/settings/api-keys',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/project/$projectId/keys', params, replace: true })
  },
})

const models = createRoute({
  getParentRoute: () => settings,
  path: '/settings/models',
  validateSearch: validateModels,
  component: lazyPage(() => import('../pages/models/ModelsPage'), 'ModelsPage'),
})

const scoreConfigs = createRoute({
  getParentRoute: () => settings,
  path: '/settings/scores',
  validateSearch: validateScoreConfigs,
  component: lazyPage(() => import('../pages/scoreConfigs/ScoreConfigsPage'), 'ScoreConfigsPage'),
})

const protectedLabels = createRoute({
  getParentRoute: () => settings,
  path: '/settings/protected-prompt-labels',
  component: lazyPage(() => import('../pages/settings/ProtectedLabelsPage'), 'ProtectedLabelsPage'),
})

const experiments = createRoute({
  getParentRoute: () => project,
  path: '/experiments',
  validateSearch: validateExperiments,
  component: lazyPage(() => import('../pages/experiments/ExperimentsPage'), 'ExperimentsPage'),
})

const results = createRoute({
  getParentRoute: () => project,
  path: '/experiments/results',
  validateSearch: validateResults,
  component: lazyPage(() => import('../pages/experiments/results/ResultsPage'), 'ResultsPage'),
})

const datasetRuns = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId/runs',
  validateSearch: validateExperiments,
  component: lazyPage(() => import('../pages/experiments/DatasetRunsPage'), 'DatasetRunsPage'),
})

/** Older SDKs of Langfuse print this address of a run. */
const datasetRun = createRoute({
  getParentRoute: () => project,
  path: '/datasets/$datasetId/runs/$runId',
  beforeLoad: ({ params: { projectId, runId } }) => {
    throw redirect({
      to: '/project/$projectId/experiments/results',
      params: { projectId },
      search: { baseline: runId },
      replace: true,
    })
  },
})
const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite',
  validateSearch: (search): { token?: string } => ({ token: text(search.token) || undefined }),
  component: lazyPage(() => import('../pages/invite/InvitePage'), 'InvitePage'),
})

const account = createRoute({
  getParentRoute: () => signedIn,
  path: '/account/settings',
  component: lazyPage(() => import('../pages/account/AccountPage'), 'AccountPage'),
})

const organization = createRoute({
  getParentRoute: () => signedIn,
  path: '/organization/$organizationId',
  component: lazyPage(() => import('../pages/organization/OrganizationFrame'), 'OrganizationFrame'),
  notFoundComponent: PageNotFound,
})

const organizationPages = [
  createRoute({
    getParentRoute: () => organization,
    path: '/',
    validateSearch: validateFound,
    component: lazyPage(() => import('../pages/organization/ProjectsPage'), 'ProjectsPage'),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: '/settings',
    component: lazyPage(
      () => import('../pages/organization/OrganizationGeneralPage'),
      'OrganizationGeneralPage',
    ),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: '/settings/members',
    validateSearch: validateFound,
    component: lazyPage(
      () => import('../pages/organization/OrganizationMembersPage'),
      'OrganizationMembersPage',
    ),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: '/settings/api-keys',
    component: lazyPage(() => import('../pages/organization/OrganizationKeysPage'), 'OrganizationKeysPage'),
  }),
  createRoute({
    getParentRoute: () => organization,
    path: '/settings/audit-logs',
    validateSearch: validateAudit,
    component: lazyPage(() => import('../pages/organization/OrganizationAuditPage'), 'OrganizationAuditPage'),
  }),
] as const

const tree = root.addChildren([
  login,
  invite,
  signedIn.addChildren([
    home,
    account,
    organization.addChildren(organizationPages),
    bareTrace,
    project.addChildren([
      projectHome,
      traces,
      trace,
      observations,
      scores,
      queues,
      queue,
      processQueue,
      scoreAnalytics,
      users,
      sessions,
      session,
      datasets,
      dataset,
      datasetItems,
      datasetItem,
      datasetImport,
      promptPages.addChildren([prompts, promptEditor, prompt]),
      ingestion,
      setup,
      experiments,
      results,
      datasetRuns,
      datasetRun,
      langfuseKeys,
      settings.addChildren([general, members, keys, models, scoreConfigs, protectedLabels, audit]),
    ]),
  ]),
])

export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    defaultPendingComponent: PagePending,
    defaultErrorComponent: ({ error }) => <PageError error={error} />,
    defaultNotFoundComponent: PageNotFound,
  })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
