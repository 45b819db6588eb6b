export const settings = {
  title: 'Settings',
  general: 'General',
  members: 'Members',
  name: 'Name',
  organization: 'Organisation',
  projectId: 'Project id',
}
