// Sets the colour scheme before the first paint, so that a dark page never flashes white. A file of its own, because
// the server's content security policy allows no inline script.
;(() => {
  let scheme = 'auto'
  try {
    scheme = localStorage.getItem('sidelight-color-scheme') || 'auto'
  } catch {
    // Storage may be forbidden; the system's scheme is then used.
  }
  const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
})()
