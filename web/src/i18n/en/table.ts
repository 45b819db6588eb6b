/** What all lists share. */
export const table = {
  mark: 'Mark',
  markAll: 'Mark all loaded rows',
  sortBy: (what: string) => `Sort by ${what.toLowerCase()}`,
  columns: 'Columns',
  columnsReset: 'Reset',
  chooseColumns: 'Choose columns',
  scoreColumns: 'Scores',
  copyIds: 'Copy ids',
  marked: (n: string) => `${n} marked`,
  emptyRange: 'Nothing in this time range',
  actions: 'Marked rows',
  notForViewers: 'Viewers only look. Ask an admin to make you a member.',
  delete: 'Delete',
}
