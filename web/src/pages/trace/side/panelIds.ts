/** What the address calls the tabs of the side panel. */
export const PANEL_IDS = ['annotate', 'comments'] as const
export type SidePanelId = (typeof PANEL_IDS)[number]
