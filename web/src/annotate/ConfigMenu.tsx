import { ActionIcon, Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { Check, Settings2, SlidersHorizontal } from 'lucide-react'
import type { ScoreConfig } from '../api/scoreConfigs'
import { t } from '../i18n'
import classes from './ConfigMenu.module.css'

interface ConfigMenuProps {
  project: string
  /** The configs to choose from; empty where a queue says which. */
  configs: ScoreConfig[]
  hidden: string[]
  onToggle: (configId: string) => void
  others: boolean
  onOthers: (others: boolean) => void
  /** Whether a chosen value leads to the next score; undefined where it never does. */
  goesOn: boolean | undefined
  onGoesOn: (goesOn: boolean) => void
}

/** Which scores the panel shows. */
export function ConfigMenu(props: ConfigMenuProps) {
  const { project, configs, hidden, onToggle, others, onOthers, goesOn, onGoesOn } = props
  return (
    <Menu position="bottom-end" closeOnItemClick={false} width={240}>
      <Menu.Target>
        <ActionIcon aria-label={t.annotate.shown} title={t.annotate.shown}>
          <SlidersHorizontal size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah={420} className={classes.dropdown}>
        {configs.length > 0 && <Menu.Label>{t.annotate.shown}</Menu.Label>}
        {configs.map((config) => (
          <Choice
            key={config.id}
            label={config.name}
            isChosen={!hidden.includes(config.id)}
            onToggle={() => onToggle(config.id)}
          />
        ))}
        {configs.length > 0 && <Menu.Divider />}
        <Choice label={t.annotate.showOthers} isChosen={others} onToggle={() => onOthers(!others)} />
        {goesOn !== undefined && (
          <Choice label={t.annotate.goOn} isChosen={goesOn} onToggle={() => onGoesOn(!goesOn)} />
        )}
        <Menu.Item
          leftSection={<Settings2 size={14} aria-hidden />}
          renderRoot={(props) => (
            <Link
              to="/project/$projectId/settings/scores"
              params={{ projectId: project }}
              search={{}}
              {...props}
            />
          )}
        >
          {t.annotate.manage}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function Choice({ label, isChosen, onToggle }: { label: string; isChosen: boolean; onToggle: () => void }) {
  return (
    <Menu.Item
      role="menuitemcheckbox"
      aria-checked={isChosen}
      leftSection={<Check size={14} aria-hidden className={classes.check} data-on={isChosen || undefined} />}
      onClick={onToggle}
    >
      {label}
    </Menu.Item>
  )
}
