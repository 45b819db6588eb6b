export const invite = {
  title: 'Invitation',
  join: (organization: string) => `Join ${organization}`,
  lead: (author: string, role: string) => `${author} invites you as ${role}.`,
  leadProject: (author: string, role: string, project: string) =>
    `${author} invites you to the project ${project} as ${role}.`,
  asNew: 'Make an account to join.',
  name: 'Your name',
  email: 'E-mail',
  password: 'Password',
  passwordHint: '10 characters or more',
  submit: 'Make account and join',
  haveAccount: 'I have an account',
  accept: 'Join',
  acceptAs: (email: string) => `You are signed in as ${email}.`,
  otherAccount: 'Use another account',
  over: 'This link opens nothing',
  toSignIn: 'Sign in',
}
