import { ActionIcon, Popover, SegmentedControl, Tooltip } from '@mantine/core'
import { ListFilter } from 'lucide-react'
import { useMemo } from 'react'
import { KindIcon } from '../../components/KindIcon'
import type { Kind } from '../../design/kind'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import classes from './FilterMenu.module.css'
import type { StepFilter } from './model/stepFilter'
import type { TraceModel } from './model/traceModel'
import { LEVELS, type MinLevel } from './search'

interface FilterMenuProps {
  model: TraceModel
  filter: StepFilter
  onFilter: (filter: StepFilter) => void
}

/** Which kinds of steps, and from which level on, the tree shows. */
export function FilterMenu({ model, filter, onFilter }: FilterMenuProps) {
  const counts = useMemo(() => {
    const found = new Map<Kind, number>()
    for (const kind of model.kinds) found.set(kind, (found.get(kind) ?? 0) + 1)
    return [...found].sort(([, one], [, other]) => other - one)
  }, [model])
  const isOn = filter.kinds.length > 0 || filter.level !== 'DEBUG'
  return (
    <Popover position="bottom-end" trapFocus>
      <Popover.Target>
        <Tooltip label={t.detail.filter}>
          <ActionIcon aria-label={t.detail.filter} data-on={isOn || undefined} className={classes.button}>
            <ListFilter size={15} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={12} className={classes.menu}>
        <span className={classes.title}>{t.detail.filterKinds}</span>
        {counts.map(([kind, count]) => (
          <label key={kind} className={classes.kind}>
            <input
              type="checkbox"
              checked={filter.kinds.includes(kind)}
              onChange={(event) =>
                onFilter({
                  ...filter,
                  kinds: event.currentTarget.checked
                    ? [...filter.kinds, kind]
                    : filter.kinds.filter((one) => one !== kind),
                })
              }
            />
            <KindIcon kind={kind} size={13} />
            {t.trace.kinds[kind]}
            <span className={classes.count}>{formatCount(count)}</span>
          </label>
        ))}
        <span className={classes.title}>{t.detail.filterLevel}</span>
        <SegmentedControl
          aria-label={t.detail.filterLevel}
          value={filter.level}
          onChange={(value) => onFilter({ ...filter, level: value as MinLevel | 'DEBUG' })}
          data={['DEBUG' as const, ...LEVELS].map((value) => ({
            value,
            label: t.detail.levels[value] ?? value,
          }))}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
