/** What outputs should have been. */
export const corrections = {
  title: 'Correction',
  start: 'Correct output',
  field: 'Corrected output',
  help: 'What it should have answered. The original stays; a dataset item made from here takes the correction as expected output.',
  keys: 'Ctrl/⌘ Enter saves',
  save: 'Save correction',
  saved: 'Correction saved',
  edit: 'Edit the correction',
  delete: 'Delete the correction',
  deleted: 'Correction deleted',
  view: 'How the correction is shown',
  changes: 'Changes',
  text: 'Text',
  original: 'Original output',
  corrected: 'Corrected output',
}
