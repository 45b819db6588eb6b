import { createTheme } from '@mantine/core'

const ink = [
  '#f5f6f8',
  '#e9ecf1',
  '#cdd3dc',
  '#aab3c2',
  '#8792a4',
  '#5c6679',
  '#414b5c',
  '#2b3442',
  '#1c222d',
  '#141922',
] as const

/** Mantine wears the tokens of `tokens.css`; its own palette only feeds filled buttons. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 9, dark: 1 },
  autoContrast: true,
  colors: { ink },
  black: '#141922',
  fontFamily: 'var(--font-sans)',
  fontFamilyMonospace: 'var(--font-mono)',
  fontSizes: { xs: '12px', sm: '13px', md: '13px', lg: '15px', xl: '18px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px' },
  defaultRadius: '6px',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'filled' } },
    ActionIcon: { defaultProps: { variant: 'subtle', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 350, withArrow: false } },
    Popover: { defaultProps: { shadow: undefined, transitionProps: { duration: 90 } } },
    Menu: { defaultProps: { shadow: undefined, transitionProps: { duration: 90 } } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 140 } } },
  },
})
