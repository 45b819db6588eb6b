import { lazyRouteComponent } from '@tanstack/react-router'

/** The code of a page did not come, and neither does anything else from the server. */
export class ServerAway extends Error {}

/**
 * A page whose code is loaded when it is opened.
 *
 * After an update of the server the code has another name, and the router loads the window anew for it. While the
 * server is away that would end in the browser's own page of errors, so the page says it instead.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(
    () =>
      load().catch(async (error: unknown) => {
        throw (await isServerThere()) ? error : new ServerAway()
      }),
    name,
  )

const isServerThere = () =>
  fetch('/api/public/health', { cache: 'no-store' }).then(
    () => true,
    () => false,
  )
