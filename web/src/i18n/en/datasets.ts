const items = (count: number) => (count === 1 ? '1 item' : `${count.toLocaleString('en')} items`)
const runs = (count: number) => (count === 1 ? '1 run' : `${count.toLocaleString('en')} runs`)

export const datasets = {
  title: 'Datasets',
  list: 'List of datasets',
  total: (count: number) => (count === 1 ? '1 dataset' : `${count.toLocaleString('en')} datasets`),
  items,
  runs,
  searchPlaceholder: 'Search names and descriptions',
  create: 'New dataset',
  viewerOnly: 'As viewer you may look, but not change datasets.',
  folder: 'Folder',
  top: 'All datasets',
  path: 'Folder path',
  columns: {
    name: 'Name',
    items: 'Items',
    archived: 'Archived',
    runs: 'Runs',
    lastRun: 'Last run',
    updated: 'Updated',
    schema: 'Schema',
    actions: 'Actions',
  },
  schemaOf: { input: 'input', expectedOutput: 'expected output' },
  emptyTitle: 'No datasets yet',
  empty:
    'A dataset is a collection of inputs with the outputs you expect. Run experiments on it, and every change of prompt or model shows what it does.',
  emptyFoundTitle: 'No dataset matches',
  emptyFound: 'No name or description holds this text.',
  form: {
    createTitle: 'New dataset',
    name: 'Name',
    nameHint: 'A slash makes a folder: support/refunds',
    description: 'Description',
    create: 'Create dataset',
  },
}
