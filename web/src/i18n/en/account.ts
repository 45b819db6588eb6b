export const account = {
  title: 'Your account',
  settings: 'Account settings',
  email: 'E-mail',
  name: 'Name',
  saved: 'Saved',
  password: 'Password',
  setPassword: 'Set a password',
  changePassword: 'Change password',
  current: 'Current password',
  next: 'New password',
  nextHint: '10 characters or more. All other browsers are signed out.',
  passwordChanged: (ended: number) =>
    ended === 0
      ? 'The password is changed'
      : `The password is changed, ${ended === 1 ? 'one other browser is' : `${ended} other browsers are`} signed out`,
  sessions: 'Signed-in browsers',
  thisBrowser: 'this browser',
  unknownBrowser: 'Unknown browser',
  signOut: 'Sign out',
  signOutOthers: 'Sign out all others',
  signedOut: (ended: number) =>
    ended === 1 ? 'One browser is signed out' : `${ended} browsers are signed out`,
  columns: { browser: 'Browser', address: 'Address', since: 'Signed in', seen: 'Last used' },
  roles: 'Your organisations',
}
