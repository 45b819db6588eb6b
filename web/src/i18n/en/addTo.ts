/** The menu that adds traces and observations to datasets and queues. */
export const addTo = {
  button: 'Add to…',
}
