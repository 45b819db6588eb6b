/** Drawings that can be moved and zoomed. */
export const graph = {
  fit: 'Fit into the window',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
}
