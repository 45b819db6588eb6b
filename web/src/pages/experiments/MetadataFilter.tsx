import { TextInput, Tooltip } from '@mantine/core'
import { X } from 'lucide-react'
import { useState } from 'react'
import chips from '../../filters/FilterChips.module.css'
import { t } from '../../i18n'

interface MetadataFilterProps {
  /** `key:text` each. */
  pairs: readonly string[]
  onChange: (pairs: string[] | undefined) => void
}

/** Narrows experiments by what their metadata holds at a key; Enter adds a condition. */
export function MetadataFilter({ pairs, onChange }: MetadataFilterProps) {
  const [text, setText] = useState('')
  const add = () => {
    const pair = text.trim()
    if (pair.indexOf(':') < 1) return
    setText('')
    if (!pairs.includes(pair)) onChange([...pairs, pair])
  }
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <Tooltip label={t.experiments.metadataHelp} multiline w={280}>
          <TextInput
            value={text}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            placeholder={t.experiments.metadataPlaceholder}
            aria-label={t.experiments.metadataPlaceholder}
            style={{ width: 170 }}
          />
        </Tooltip>
      </form>
      {pairs.length > 0 && (
        <ul className={chips.root} aria-label={t.filters.active}>
          {pairs.map((pair) => (
            <li key={pair} className={chips.chip}>
              <span className={chips.text} title={pair}>
                <span className={chips.name}>{pair.slice(0, pair.indexOf(':'))}</span>
                {': '}
                <b className={chips.value}>{pair.slice(pair.indexOf(':') + 1)}</b>
              </span>
              <button
                type="button"
                className={chips.remove}
                aria-label={t.filters.remove(pair)}
                onClick={() => {
                  const rest = pairs.filter((one) => one !== pair)
                  onChange(rest.length ? rest : undefined)
                }}
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
