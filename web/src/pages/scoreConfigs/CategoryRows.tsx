import { ActionIcon, Button, TextInput } from '@mantine/core'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { t } from '../../i18n'
import classes from './CategoryRows.module.css'
import { type CategoryFields, moved, newCategory, nextValue, type Problems } from './configForm'

const says = t.scoreConfigs.form

interface CategoryRowsProps {
  categories: CategoryFields[]
  problems: Problems
  onChange: (categories: CategoryFields[]) => void
}

/** Categories in their order: labels, the numbers that stand for them, and ways to move, add and remove them. */
export function CategoryRows({ categories, problems, onChange }: CategoryRowsProps) {
  const hasFixed = categories.some((one) => one.isFixed)
  const set = (at: number, part: Partial<CategoryFields>) =>
    onChange(categories.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const add = () => onChange([...categories, newCategory(nextValue(categories))])
  const onKey = (event: React.KeyboardEvent, at: number) => {
    const by = event.altKey ? ({ ArrowUp: -1, ArrowDown: 1 } as const)[event.key as 'ArrowUp'] : undefined
    if (by) onChange(moved(categories, at, by))
    else if (event.key === 'Enter' && at === categories.length - 1) add()
    else return
    event.preventDefault()
  }
  return (
    <fieldset className={classes.root}>
      <legend className={classes.legend}>{says.categories}</legend>
      <p className={classes.hint}>{hasFixed ? says.categoriesLocked : says.categoriesHint}</p>
      {categories.map((category, at) => (
        <div key={category.key} className={classes.row}>
          <kbd className={classes.key} aria-hidden>
            {at < 9 ? at + 1 : ''}
          </kbd>
          <TextInput
            className={classes.label}
            aria-label={says.categoryLabel(at + 1)}
            placeholder={says.labelPlaceholder}
            value={category.label}
            disabled={category.isFixed}
            error={problems[`label ${category.key}`]}
            // A new row is there to be typed into.
            autoFocus={at > 1 && category.label === '' && at === categories.length - 1}
            onChange={(event) => set(at, { label: event.target.value })}
            onKeyDown={(event) => onKey(event, at)}
          />
          <TextInput
            className={classes.value}
            aria-label={says.categoryValue(at + 1)}
            inputMode="decimal"
            value={category.value}
            disabled={category.isFixed}
            error={problems[`value ${category.key}`]}
            onChange={(event) => set(at, { value: event.target.value })}
            onKeyDown={(event) => onKey(event, at)}
          />
          <ActionIcon
            aria-label={says.moveUp(at + 1)}
            disabled={at === 0}
            onClick={() => onChange(moved(categories, at, -1))}
          >
            <ArrowUp size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={says.moveDown(at + 1)}
            disabled={at === categories.length - 1}
            onClick={() => onChange(moved(categories, at, 1))}
          >
            <ArrowDown size={14} aria-hidden />
          </ActionIcon>
          <ActionIcon
            aria-label={says.removeCategory(at + 1)}
            disabled={category.isFixed}
            onClick={() => onChange(categories.toSpliced(at, 1))}
          >
            <X size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      {problems.categories && (
        <p className={classes.problem} role="alert">
          {problems.categories}
        </p>
      )}
      <Button
        className={classes.add}
        variant="subtle"
        size="compact-xs"
        leftSection={<Plus size={13} aria-hidden />}
        onClick={add}
      >
        {says.addCategory}
      </Button>
    </fieldset>
  )
}
