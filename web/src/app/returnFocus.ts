const ABOVE = '[role="dialog"], [role="menu"]'

/**
 * Gives the focus back to where it was when a dialog goes. Mantine does so only for dialogs that stay mounted, and ours
 * are mounted when they open. All of them lie side by side in one node at the end of the page.
 */
export function returnFocus(): void {
  let last: HTMLElement | undefined
  document.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLElement && !target.closest(ABOVE)) last = target
  })
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    const isLeft = target === last && !relatedTarget && document.hasFocus()
    // What is removed from the page loses the focus too; something else may still be opened for it.
    if (isLeft && last?.isConnected) last = undefined
  })
  const dialogs = new MutationObserver((changes) => {
    const isGone = changes.some(({ removedNodes }) =>
      [...removedNodes].some((node) => node instanceof Element && isDialog(node)),
    )
    if (isGone && document.activeElement === document.body && last?.isConnected)
      last.focus({ preventScroll: true })
  })
  new MutationObserver((_changes, self) => {
    const place = document.querySelector('body > [data-mantine-shared-portal-node]')
    if (!place) return
    dialogs.observe(place, { childList: true })
    self.disconnect()
  }).observe(document.body, { childList: true })
}

const isDialog = (node: Element): boolean => node.matches(ABOVE) || node.querySelector(ABOVE) !== null
