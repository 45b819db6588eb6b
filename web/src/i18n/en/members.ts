export const members = {
  columns: { name: 'Name', email: 'E-mail', role: 'Role' },
  roles: { owner: 'Owner', admin: 'Admin', member: 'Member', viewer: 'Viewer' },
}
