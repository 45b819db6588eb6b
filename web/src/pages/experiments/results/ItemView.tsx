import type { CellTexts } from '../../../api/experiments'
import { t } from '../../../i18n'
import classes from './CellView.module.css'
import type { Row } from './comparison'

interface ItemViewProps {
  row: Row
  /** Of any experiment that has read the item. */
  texts: CellTexts | undefined
  onOpen: () => void
}

/** The item itself: what goes in and what should come out. */
export function ItemView({ row, texts, onOpen }: ItemViewProps) {
  return (
    <div className={classes.root}>
      <button
        type="button"
        className={classes.open}
        onClick={onOpen}
        aria-label={t.experiments.openItem(row.key)}
      />
      <p className={classes.text} data-lines="2">
        {texts?.input ?? (texts ? '–' : '')}
      </p>
      {texts?.expectedOutput && (
        <p className={classes.expected} title={t.experiments.expectedOutput}>
          <span className={classes.label}>{t.experiments.expected}</span>
          {texts.expectedOutput}
        </p>
      )}
      <span className={classes.id} title={row.key}>
        {row.key}
      </span>
    </div>
  )
}
