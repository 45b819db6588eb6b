import { GripVertical } from 'lucide-react'
import { type DragEvent, useState } from 'react'
import type { ImportColumn, ImportTarget } from '../../api/datasetTransfer'
import { t } from '../../i18n'
import classes from './MappingBoard.module.css'
import { isKeyed, KEYED, moveColumn, shapeOf } from './mapColumns'

const says = t.imports
const TYPE = 'application/x-sidelight-column'

interface MappingBoardProps {
  columns: ImportColumn[]
  onChange: (targets: Record<string, ImportTarget>) => void
}

/** What goes where, at a glance; columns are dragged from place to place. The table below does the same by keyboard. */
export function MappingBoard({ columns, onChange }: MappingBoardProps) {
  const move = (name: string, kind: ImportTarget['kind']) => onChange(moveColumn(columns, name, kind))
  const others = columns.filter((one) => one.target.kind !== 'ignore' && !isKeyed(one.target.kind))
  return (
    <div className={classes.root}>
      {KEYED.map((kind) => {
        const mine = columns.filter((one) => one.target.kind === kind)
        return (
          <Place
            key={kind}
            title={says.kinds[kind]}
            note={mine.length > 0 ? shapeOf(mine) : ''}
            columns={mine}
            onDrop={(name) => move(name, kind)}
          />
        )
      })}
      <Place
        title={says.leftOut}
        note={others.map((one) => `${one.name} → ${says.kinds[one.target.kind]}`).join(', ')}
        columns={columns.filter((one) => one.target.kind === 'ignore')}
        onDrop={(name) => move(name, 'ignore')}
      />
    </div>
  )
}

interface PlaceProps {
  title: string
  note: string
  columns: ImportColumn[]
  onDrop: (column: string) => void
}

function Place({ title, note, columns, onDrop }: PlaceProps) {
  const [isOver, setOver] = useState(false)
  const takes = (event: DragEvent) => event.dataTransfer.types.includes(TYPE)
  return (
    <section
      className={classes.place}
      aria-label={title}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        if (!takes(event)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        setOver(false)
        if (!takes(event)) return
        event.preventDefault()
        onDrop(event.dataTransfer.getData(TYPE))
      }}
    >
      <header>
        <h3>{title}</h3>
        <code title={note}>{note}</code>
      </header>
      {columns.length === 0 && <p>{says.dropHere}</p>}
      <ul>
        {columns.map((one) => (
          <li
            key={one.name}
            draggable
            title={one.sample}
            onDragStart={(event) => {
              event.dataTransfer.setData(TYPE, one.name)
              event.dataTransfer.effectAllowed = 'move'
            }}
          >
            <GripVertical size={12} aria-hidden />
            <span>{one.name}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
