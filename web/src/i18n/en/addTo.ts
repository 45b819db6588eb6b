interface AddedCounts {
  created: number
  alreadyThere: number
  refused: unknown[]
  left: number
}

const items = (n: number) => (n === 1 ? '1 item' : `${n.toLocaleString('en')} items`)

/** The menu that adds traces and observations to datasets and queues. */
export const addTo = {
  button: 'Add to…',
  dataset: 'Dataset…',
  addToDataset: 'Add to dataset…',
  recent: 'Add to dataset',
  adding: (dataset: string) => `Adding to ${dataset} …`,
  added: ({ created, alreadyThere, refused, left }: AddedCounts, dataset: string) =>
    [
      left > 0 ? `Stopped; ${left.toLocaleString('en')} of those marked were not looked at.` : '',
      created > 0 ? `Added ${items(created)} to ${dataset}.` : `Nothing was added to ${dataset}.`,
      alreadyThere > 0
        ? `${alreadyThere === 1 ? 'One was' : `${alreadyThere.toLocaleString('en')} were`} there already.`
        : '',
      refused.length > 0 ? `${items(refused.length)} could not be made.` : '',
    ]
      .filter(Boolean)
      .join(' '),
  undone: (n: number, dataset: string) => `Took ${items(n)} out of ${dataset} again.`,
  openDataset: 'Open',
  title: 'Add to dataset',
  tooMany: (n: string, most: string) => `${n} are marked; ${most} can be added at once. Mark fewer.`,
  searchDatasets: 'Find or name a dataset',
  datasets: 'Datasets',
  noDatasets: 'No dataset yet. Type a name to make one.',
  noneFound: 'No dataset has this in its name.',
  make: (name: string) => `Create “${name}”`,
  recently: 'used recently',
  makeFrom: 'Make items from',
  units: { turn: 'each turn', trace: 'whole sessions' },
  unitHelp:
    'Sessions of agents only: one item for each prompt, or one for the first prompt and the last answer.',
  input: 'Input',
  inputs: { all: 'all of it', last_user_message: 'the last user message', path: 'a part, by JSON path' },
  expected: 'Expected output',
  expecteds: { all: 'what was answered', path: 'a part, by JSON path', none: 'nothing' },
  metadata: 'Metadata',
  metadatas: { facts: 'model, cost, duration …', all: 'the same and the sender’s own', none: 'nothing' },
  path: 'JSON path',
  pathOf: (what: string) => `JSON path of the ${what.toLowerCase()}`,
  preview: 'Preview',
  firstOf: (shown: number, total: string) => `First ${shown} of ${total}`,
  itemCount: items,
  kinds: { turn: 'Turn', generation: 'Generation', observation: 'Observation', trace: 'Trace' },
  text: 'text',
  json: 'JSON',
  isThere: 'in the dataset already',
  repeats: 'Add those that are in the dataset already once more',
  notJson: (problem: string) => `This is no JSON: ${problem}`,
  problemOf: (field: string) => (field === 'input' ? 'Input' : 'Expected output'),
  empty: 'nothing',
  add: (total: number, dataset: string) => `Add ${items(total)} to ${dataset}`,
  chooseFirst: 'Choose a dataset',
  report: 'What could not be added',
  reportText: (created: number, refused: number) => `${items(created)} added, ${items(refused)} not:`,
  noDetail: (more: number) => `and ${more.toLocaleString('en')} more`,
  viewerOnly: 'As viewer you may look, but not add to datasets.',
}
