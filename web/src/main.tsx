import '@fontsource-variable/geist'
import '@fontsource-variable/geist-mono'
import './design/mantineSheets'
import './design/tokens.css'
import './design/base.css'
import './design/mantine.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { ApiError } from './api/client'
import { returnFocus } from './app/returnFocus'
import { makeRouter } from './app/router'
import { theme } from './design/theme'

const Notifications = lazy(() =>
  import('@mantine/notifications').then((module) => ({ default: module.Notifications })),
)

/** Pages for who is not signed in. */
const OPEN = /^\/(login|invite)\b/

const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error) => {
      // The session ended while a page was open: go and sign in, then come back.
      if (error instanceof ApiError && error.status === 401 && !OPEN.test(location.pathname)) {
        queries.removeQueries({ queryKey: ['me'] })
        void router.navigate({ to: '/login', search: { next: router.state.location.href } })
      }
    },
  }),
  defaultOptions: {
    mutations: { networkMode: 'always' },
    queries: {
      // Sidelight often runs on this very machine: a browser that thinks itself offline must not wait for a network.
      networkMode: 'always',
      staleTime: 5_000,
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
})

const router = makeRouter(queries)
// The page's code is fetched while the server still says who is asking; when that fails, the router says so.
for (const match of router.matchRoutes(router.latestLocation))
  void router
    .loadRouteChunk(router.routesById[match.routeId as keyof typeof router.routesById])
    ?.catch(() => undefined)

returnFocus()

const schemes = localStorageColorSchemeManager({ key: 'sidelight-color-scheme' })
const place = document.getElementById('root')
if (!place) throw new Error('index.html has no element with id root')

createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" colorSchemeManager={schemes}>
      <Suspense>
        <Notifications position="bottom-right" limit={4} />
      </Suspense>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
