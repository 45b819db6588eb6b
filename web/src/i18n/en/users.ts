import { counted } from './counted'

/** The list of users. */
export const users = {
  title: 'Users',
  searchPlaceholder: 'Search user id',
  list: 'List of users',
  total: (n: number) => (n >= 10_000 ? 'more than 10,000 users' : counted(n, 'user', 'users')),
  columns: {
    user: 'User',
    last: 'Last seen',
    first: 'First seen',
    traces: 'Traces',
    sessions: 'Sessions',
    observations: 'Observations',
    failed: 'Failed',
    tokens: 'Tokens',
    cost: 'Cost',
    environments: 'Environment',
  },
  failed: (n: number) => counted(n, 'trace with errors', 'traces with errors'),
  emptyTitle: 'No users here',
  empty: 'A user is whoever a trace names with user_id. Set it with an SDK:',
  emptyFilteredTitle: 'No user matches',
  emptyFiltered: 'Widen the time range or change the search.',
}
