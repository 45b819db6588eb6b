export const errors = {
  notFoundTitle: 'There is nothing here',
  notFound: 'The address may be mistyped, or what it named is gone.',
  toTraces: 'Go to traces',
  crashedTitle: 'This page failed',
  crashed:
    'It is our fault. Reloading often helps; if it happens again, please report it with the text below.',
  reload: 'Reload',
  notLoadedTitle: 'This page did not load',
  notLoaded: 'The server cannot be reached, or Sidelight was updated while this was open.',
  noSuchProjectTitle: 'There is no such project',
  noSuchProject: (id: string) =>
    `“${id}” may be mistyped, or you are not a member of its organisation. Go on with one of yours:`,
  noProjects: 'You have no project yet. Ask an administrator to add you to one.',
  unreachable: 'The server cannot be reached.',
  unreachableHint: 'Is it still running?',
  answered: (status: string) => `The server answered ${status}`,
}
