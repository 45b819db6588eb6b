import { Tooltip } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { Check, Copy } from 'lucide-react'
import { t } from '../i18n'
import classes from './CopyButton.module.css'

interface CopyButtonProps {
  /** The text to copy, or how to get it when asked. */
  value: string | (() => string)
  label?: string
  /** Shows the label beside the icon. */
  wide?: boolean
  size?: number
}

/** Copies a text and says so. */
export function CopyButton({ value, label = t.common.copy, wide = false, size = 14 }: CopyButtonProps) {
  const { copied, copy } = useClipboard({ timeout: 1200 })
  const Icon = copied ? Check : Copy
  return (
    <Tooltip label={copied ? t.common.copied : label} disabled={wide && !copied}>
      <button
        type="button"
        className={classes.root}
        data-wide={wide || undefined}
        data-copied={copied || undefined}
        aria-label={copied ? t.common.copied : label}
        onClick={(event) => {
          event.stopPropagation()
          event.preventDefault()
          copy(typeof value === 'function' ? value() : value)
        }}
      >
        <Icon size={size} aria-hidden />
        {wide && <span>{copied ? t.common.copied : label}</span>}
      </button>
    </Tooltip>
  )
}
