import { TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { t } from '../i18n'
import { usePageKeys } from '../shell/usePageKeys'

interface SearchFieldProps {
  value: string
  onChange: (value: string) => void
  placeholder: string
  width?: number | string
  /** Milliseconds of quiet before the change is reported. */
  delay?: number
  onKeyDown?: (event: React.KeyboardEvent) => void
}

/** The search field of a page: `/` focuses it, Escape leaves it, changes are reported after a moment of quiet. */
export function SearchField({
  value,
  onChange,
  placeholder,
  width = 240,
  delay = 250,
  onKeyDown,
}: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value)
  const report = useDebouncedCallback(onChange, delay)
  usePageKeys([['/', () => field.current?.focus()]])
  useEffect(() => setText(value), [value])

  const change = (next: string) => {
    setText(next)
    report(next)
  }
  return (
    <TextInput
      ref={field}
      type="search"
      value={text}
      onChange={(event) => change(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') field.current?.blur()
        onKeyDown?.(event)
      }}
      placeholder={placeholder}
      aria-label={placeholder}
      leftSection={<Search size={14} aria-hidden />}
      rightSection={
        text ? (
          <button
            type="button"
            aria-label={t.common.clear}
            onClick={() => change('')}
            style={{
              border: 0,
              background: 'none',
              color: 'var(--ink-3)',
              cursor: 'pointer',
              display: 'grid',
            }}
          >
            <X size={14} aria-hidden />
          </button>
        ) : (
          <kbd style={{ fontSize: 11, color: 'var(--ink-3)' }}>/</kbd>
        )
      }
      style={{ width }}
    />
  )
}
