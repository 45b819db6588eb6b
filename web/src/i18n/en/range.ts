export const range = {
  label: 'Time range',
  presets: {
    '15m': 'Last 15 minutes',
    '1h': 'Last hour',
    '6h': 'Last 6 hours',
    '24h': 'Last 24 hours',
    '3d': 'Last 3 days',
    '7d': 'Last 7 days',
    '30d': 'Last 30 days',
    '90d': 'Last 90 days',
    all: 'All time',
  } as Record<string, string>,
  relative: (amount: string) => `Last ${amount}`,
  custom: 'Custom range',
  from: 'From',
  to: 'To',
  invalid: 'The start must be before the end.',
}
