/** What the roles may do. The table in docs/guide/organisations.md is made of these; a test compares them. */
export const abilities = {
  read: 'Read traces, scores, prompts, datasets and settings',
  write: 'Write scores, comments, prompts, datasets and annotation queues',
  deleteTraces: 'Delete traces and scores',
  keys: 'Create and revoke API keys of a project',
  models: 'Define models and prices',
  protectedLabels: 'Protect prompt labels, and move protected ones',
  members: 'Invite people, change roles, remove members',
  project: 'Create projects; rename and describe them',
  organization: 'Rename and describe the organisation, see and revoke its keys',
  audit: 'Read and export the audit log',
  owners: 'Make and remove owners',
  organizationKeys: 'Create keys of the organisation, which do what owners may',
  transfer: 'Move a project to another organisation',
  delete: 'Delete projects and the organisation',
}
