export const palette = {
  placeholder: 'Go to a page or anything by its name, or paste a trace id',
  pages: 'Pages',
  projects: 'Projects',
  organizations: 'Organisations',
  actions: 'Actions',
  openTrace: (id: string) => `Open trace ${id}`,
  openSession: (id: string) => `Open session ${id}`,
  nothing: 'Nothing found',
  looking: 'Searching …',
}
