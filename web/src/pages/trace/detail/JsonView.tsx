import { Button } from '@mantine/core'
import { Download } from 'lucide-react'
import { CopyButton } from '../../../components/CopyButton'
import { t } from '../../../i18n'
import { save } from '../../../text/IoBlocks'
import { JsonTree } from '../../../text/json/JsonTree'
import classes from './JsonView.module.css'

interface JsonViewProps {
  value: { id: string }
  /** First part of the file's name. */
  name: string
}

/** Everything that the server tells, as JSON, to be searched, folded, copied and kept. */
export function JsonView({ value, name }: JsonViewProps) {
  const text = () => JSON.stringify(value, null, 2)
  return (
    <>
      <div className={classes.tools}>
        <CopyButton wide value={text} />
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<Download size={14} aria-hidden />}
          onClick={() => save(text(), `${name}-${value.id}.json`)}
        >
          {t.text.download}
        </Button>
      </div>
      <JsonTree value={value} label={t.trace.json} />
    </>
  )
}
