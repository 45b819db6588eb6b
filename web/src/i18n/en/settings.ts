import { counted } from './counted'

export const settings = {
  title: 'Settings',
  general: 'General',
  members: 'Members',
  auditLog: 'Audit log',
  name: 'Name',
  organization: 'Organisation',
  projectId: 'Project id',
  organizationId: 'Organisation id',
  metadata: 'Metadata',
  metadataHint: 'A JSON object of your own, such as a cost centre. The API gives it with the project.',
  metadataInvalid: 'This is no JSON object.',
  saved: 'Saved',
  onlyAdmins: 'Admins and owners can change this.',
  changedMeanwhile: 'Somebody else changed this after you opened it. Your text is still here.',
  loadTheirs: 'Load what it is now',
  danger: 'Danger zone',
  transfer: 'Move to another organisation',
  transferText:
    'Its keys go on working. Who is not in the other organisation loses access; roles in this project alone end, and so do invitations to it.',
  transferImpact: {
    losing: (n: number) =>
      n === 0 ? 'Nobody loses access' : `${counted(n, 'person loses', 'people lose')} access`,
    gaining: (n: number) =>
      n === 0 ? 'Nobody gains access' : `${counted(n, 'person gains', 'people gain')} access`,
    staying: (n: number, changing: number) =>
      `${counted(n, 'person keeps', 'people keep')} access${changing > 0 ? `, ${changing} of them with another role` : ''}`,
    keys: (n: number) =>
      n === 0 ? 'The project has no API keys' : `${counted(n, 'API key goes', 'API keys go')} on working`,
    invitations: (n: number) => `${counted(n, 'open invitation', 'open invitations')} to the project end`,
    more: (n: number) => ` and ${n} more`,
  },
  transferNone: 'You own no other organisation that it could go to.',
  transferTo: 'New organisation',
  transferAction: 'Move project',
  transferred: (name: string) => `Moved to ${name}`,
  deleteProject: 'Delete this project',
  deleteProjectText:
    'Its keys are refused at once, its traces, prompts, datasets and files are deleted for good.',
  deleteAction: 'Delete project',
  deleteConfirm: 'This goes with it, for good:',
  deleteKeys: 'From this moment on its keys are refused. The rest is deleted in the background.',
  deleted: (name: string) => `${name} is being deleted`,
  onlyOwners: 'Owners can do this.',
  counting: 'Counting …',
  contents: {
    traces: 'traces',
    observations: 'observations',
    scores: 'scores',
    prompts: 'prompts',
    datasets: 'datasets',
    datasetItems: 'dataset items',
    scoreConfigs: 'score configs',
    files: 'files',
    keys: 'API keys',
  },
}
