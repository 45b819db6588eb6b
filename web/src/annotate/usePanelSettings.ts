import { useLocalStorage } from '@mantine/hooks'

interface PanelSettings {
  /** Configs that the user does not want to see; new ones are shown. */
  hidden: string[]
  /** Whether the scores of others are shown beneath one's own. */
  others: boolean
  /** Whether a value that is chosen by a key leads to the next score, where a queue asks for them. */
  goesOn?: boolean
}

const FIRST: PanelSettings = { hidden: [], others: true }

/** How the user wants the annotation panel of a project; kept in the browser. */
export function usePanelSettings(project: string) {
  const [settings, setSettings] = useLocalStorage<PanelSettings>({
    key: `sidelight.annotate.${project}`,
    defaultValue: FIRST,
    getInitialValueInEffect: false,
  })
  return {
    hidden: settings.hidden,
    others: settings.others,
    goesOn: settings.goesOn ?? true,
    toggle: (configId: string) =>
      setSettings(({ hidden, ...rest }) => ({
        ...rest,
        hidden: hidden.includes(configId) ? hidden.filter((one) => one !== configId) : [...hidden, configId],
      })),
    setOthers: (others: boolean) => setSettings((old) => ({ ...old, others })),
    setGoesOn: (goesOn: boolean) => setSettings((old) => ({ ...old, goesOn })),
  }
}
