export const login = {
  title: 'Sign in',
  lead: 'See what your coding agents did, what it cost, and whether it was any good.',
  email: 'E-mail',
  password: 'Password',
  submit: 'Sign in',
  linkBusy: 'Signing you in …',
  linkFailedTitle: 'This sign-in link no longer works',
  linkFailed: 'It was used already, or it has expired. Each link works once.',
  linkRemedy: 'Restarting the server prints a new one, and so does this command on the server:',
  linkCommand: 'sidelight login-link',
  usePassword: 'Sign in with a password',
  noPassword: 'No password yet? Run this on the server for a link that signs you in:',
}
