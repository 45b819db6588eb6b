import { Button, Popover } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Sparkles } from 'lucide-react'
import { useState } from 'react'
import { inferSchema, inferSchemas } from '../../api/datasets'
import { EditorField } from '../../editor/EditorField'
import { t } from '../../i18n'
import classes from './DatasetForm.module.css'
import { readValue } from './itemText'

const says = t.datasets.form

interface SchemaFieldProps {
  project: string
  /** Undefined for a new dataset, which has no items to make a schema of. */
  dataset: string | undefined
  field: 'inputSchema' | 'expectedOutputSchema'
  label: string
  value: string
  onChange: (text: string) => void
  error: string | undefined
}

/** Edits a JSON Schema, or makes one of the items or of an example. */
export function SchemaField({ project, dataset, field, label, value, onChange, error }: SchemaFieldProps) {
  const [isAsking, setAsking] = useState(false)
  const [sample, setSample] = useState('')
  const read = readValue(sample)
  const write = (schema: unknown) => onChange(JSON.stringify(schema, null, 2))
  const fromItems = useMutation({
    mutationFn: async () => {
      const schema = (await inferSchemas(project, dataset ?? ''))[field]
      if (!schema) throw new Error(says.noItems)
      return schema
    },
    onSuccess: write,
  })
  const fromSample = useMutation({
    mutationFn: () => inferSchema(project, 'json' in read ? [JSON.parse(read.json ?? 'null')] : []),
    onSuccess: (schema) => {
      write(schema)
      setAsking(false)
      setSample('')
    },
  })
  return (
    <div className={classes.schema}>
      <EditorField
        label={label}
        language="json"
        value={value}
        onChange={onChange}
        error={error ?? fromItems.error?.message}
        minHeight={120}
        maxHeight={260}
      />
      <div className={classes.makers}>
        {dataset !== undefined && (
          <Button
            variant="default"
            size="compact-xs"
            leftSection={<Sparkles size={12} aria-hidden />}
            loading={fromItems.isPending}
            onClick={() => fromItems.mutate()}
          >
            {says.fromItems}
          </Button>
        )}
        <Popover opened={isAsking} onChange={setAsking} width={360} position="bottom-start" trapFocus>
          <Popover.Target>
            <Button variant="default" size="compact-xs" onClick={() => setAsking(!isAsking)}>
              {says.fromSample}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <div className={classes.form}>
              <EditorField
                label={says.sample}
                language="json"
                placeholder={says.samplePlaceholder}
                value={sample}
                onChange={setSample}
                error={
                  'problem' in read ? says.notJson(read.problem) : (fromSample.error?.message ?? undefined)
                }
                minHeight={90}
                maxHeight={220}
              />
              <Button
                loading={fromSample.isPending}
                disabled={sample.trim() === '' || 'problem' in read}
                onClick={() => fromSample.mutate()}
              >
                {says.make}
              </Button>
            </div>
          </Popover.Dropdown>
        </Popover>
      </div>
    </div>
  )
}
