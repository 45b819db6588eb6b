import { Button } from '@mantine/core'
import { FileUp } from 'lucide-react'
import { useRef, useState } from 'react'
import { t } from '../../i18n'
import classes from './ImportPage.module.css'

const ACCEPTED = '.csv,.tsv,.jsonl,.ndjson,.json,.txt,text/csv,application/jsonl'

/** Takes a file, dropped or chosen. */
export function FileDrop({ onFile }: { onFile: (file: File) => void }) {
  const field = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same
    <div
      className={classes.drop}
      data-over={isOver || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const [file] = event.dataTransfer.files
        if (file) onFile(file)
      }}
    >
      <FileUp size={22} strokeWidth={1.6} aria-hidden />
      <b>{t.imports.drop}</b>
      <p>{t.imports.limits}</p>
      <Button onClick={() => field.current?.click()}>{t.imports.choose}</Button>
      <input
        ref={field}
        type="file"
        accept={ACCEPTED}
        hidden
        aria-label={t.imports.choose}
        onChange={({ target }) => target.files?.[0] && onFile(target.files[0])}
      />
    </div>
  )
}
