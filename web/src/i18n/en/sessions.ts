import { counted } from './counted'

export const sessions = {
  title: 'Sessions',
  searchPlaceholder: 'Search session id and name',
  total: (n: number) => (n >= 10_000 ? 'more than 10,000 sessions' : counted(n, 'session', 'sessions')),
  list: 'List of sessions',
  columns: {
    session: 'Session',
    last: 'Last activity',
    duration: 'Span',
    steps: 'Traces · Turns',
    tokens: 'Tokens',
    cost: 'Cost',
    models: 'Model',
    user: 'User',
  },
  traces: (n: number) => counted(n, 'trace', 'traces'),
  turns: (n: number) => counted(n, 'turn', 'turns'),
  conversation: 'Conversation',
  tracesTitle: 'Traces of the session',
  emptyTitle: 'No sessions yet',
  empty:
    'A session groups the traces that share a session id, such as a Codex conversation that was resumed. Set the id with an SDK:',
  emptyFilteredTitle: 'No sessions match',
  emptyFiltered: 'Widen the time range or clear a filter.',
  notFoundTitle: 'There is no such session',
  openInTrace: 'Open in trace',
  noTurns: 'No turns were recorded in this session.',
}
