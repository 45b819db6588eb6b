import { counted } from './counted'

/** The list of observations. */
export const observations = {
  title: 'Observations',
  searchPlaceholder: 'Search names and texts',
  list: 'List of observations',
  total: (n: number) =>
    n >= 10_000 ? 'more than 10,000 observations' : counted(n, 'observation', 'observations'),
  newObservations: (n: number) => counted(n, 'new observation', 'new observations'),
  columns: {
    name: 'Observation',
    time: 'Time',
    trace: 'Trace',
    model: 'Model',
    duration: 'Duration',
    ttft: 'First token',
    tokens: 'Tokens',
    cost: 'Cost',
    level: 'Level',
    input: 'Input',
    output: 'Output',
    prompt: 'Prompt',
    user: 'User',
    session: 'Session',
    environment: 'Environment',
    tags: 'Tags',
    version: 'Version',
    service: 'Service',
  },
  unnamed: 'Unnamed observation',
  promptVersion: (name: string, version: number | null) => (version === null ? name : `${name} v${version}`),
  emptyTitle: 'No observations yet',
  empty: 'Spans, model calls, tools and events of all traces are listed here. Send some with an SDK:',
  emptyFilteredTitle: 'No observation matches',
  emptyFiltered: 'Widen the time range or remove a filter.',
}
