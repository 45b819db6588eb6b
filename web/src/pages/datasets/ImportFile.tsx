import { Button, Select, Switch } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { FileText } from 'lucide-react'
import { useState } from 'react'
import { ApiError } from '../../api/client'
import {
  type ImportOptions,
  type ImportTarget,
  isPreviewedInPart,
  previewImport,
} from '../../api/datasetTransfer'
import { useMay } from '../../app/useRole'
import { PagePending } from '../../components/PageState'
import { formatBytes } from '../../format/number'
import { t } from '../../i18n'
import { ColumnMapping } from './ColumnMapping'
import classes from './ImportPage.module.css'
import { ImportPreviewTable } from './ImportPreviewTable'
import { ImportRun } from './ImportRun'
import { MappingBoard } from './MappingBoard'

const says = t.imports
/** The choices; the first says which encoding was found. */
const encodings = (found = '') =>
  Object.entries(says.encodings).map(([value, label]) => ({
    value,
    label: value === '' && found !== '' && found in says.encodings ? says.foundEncoding(found) : label,
  }))
const DELIMITERS = Object.entries(says.delimiters).map(([value, label]) => ({ value, label }))

interface ImportFileProps {
  project: string
  dataset: string
  file: File
  onOther: () => void
}

/** How a file is read and what its columns become, with what that makes of its rows; then the import itself. */
export function ImportFile({ project, dataset, file, onOther }: ImportFileProps) {
  const mayWrite = useMay('member')
  const [form, setForm] = useState<Pick<ImportOptions, 'encoding' | 'delimiter'>>({
    encoding: '',
    delimiter: '',
  })
  const [mapping, setMapping] = useState<Record<string, ImportTarget>>()
  const [derivesIds, setDerivesIds] = useState(true)
  const [running, setRunning] = useState<Partial<ImportOptions>>()
  const options = { ...form, mapping, deriveIds: derivesIds }
  const preview = useQuery({
    queryKey: ['dataset-import', project, dataset, file.name, file.size, file.lastModified, options],
    queryFn: ({ signal }) => previewImport(project, dataset, file, options, signal),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 60_000,
  })
  const data = preview.data
  const chosen = Object.fromEntries((data?.columns ?? []).map((one) => [one.name, one.target]))
  const hasIds = Object.values(mapping ?? chosen).some((one) => one.kind === 'id')
  // A file that cannot be read that way leaves nothing to map.
  const isUnreadable = preview.error instanceof ApiError && preview.error.field === 'file'
  const columns = (data?.columns ?? []).map((one) => ({ ...one, target: mapping?.[one.name] ?? one.target }))
  const remap = (targets: Record<string, ImportTarget>) => setMapping({ ...chosen, ...mapping, ...targets })
  const reread = (part: Partial<typeof form>) => {
    setForm((old) => ({ ...old, ...part }))
    setMapping(undefined)
  }
  if (running) {
    return (
      <ImportRun
        project={project}
        dataset={dataset}
        file={file}
        options={running}
        isRepeatable={derivesIds || hasIds}
        onOther={onOther}
      />
    )
  }
  return (
    <>
      <section className={classes.file}>
        <FileText size={18} strokeWidth={1.6} aria-hidden />
        <span className={classes.fileName}>
          <b title={file.name}>{file.name}</b>
          <small>{formatBytes(file.size)}</small>
        </span>
        <Select
          label={says.encoding}
          data={encodings(form.encoding ? undefined : data?.encoding)}
          value={form.encoding ?? ''}
          onChange={(encoding) => reread({ encoding: (encoding ?? '') as ImportOptions['encoding'] })}
          allowDeselect={false}
          w={210}
        />
        {(!data || data.format === 'csv') && (
          <Select
            label={says.delimiter}
            data={DELIMITERS}
            value={form.delimiter ?? ''}
            onChange={(delimiter) => reread({ delimiter: (delimiter ?? '') as ImportOptions['delimiter'] })}
            allowDeselect={false}
            w={160}
          />
        )}
        <Button variant="default" onClick={onOther}>
          {says.other}
        </Button>
      </section>
      {preview.error && (
        <p className={classes.problem} role="alert">
          {preview.error.message} {preview.error instanceof ApiError && preview.error.hint}
        </p>
      )}
      {!data && !preview.error && <PagePending />}
      {data && !isUnreadable && data.columns.length === 0 && (
        <p className={classes.problem} role="alert">
          {data.problem}
        </p>
      )}
      {data && !isUnreadable && data.columns.length > 0 && (
        <>
          <section>
            <h2 className={classes.title}>{says.columns}</h2>
            <p className={classes.text}>{says.columnsText}</p>
            <MappingBoard columns={columns} onChange={remap} />
            <ColumnMapping columns={columns} isTable={data.format === 'csv'} onChange={remap} />
            {data.problem && (
              <p className={classes.problem} role="alert">
                {data.problem}
              </p>
            )}
            <div className={classes.ids}>
              {hasIds ? (
                <p className={classes.text}>{says.hasIds}</p>
              ) : (
                <Switch
                  label={says.derive}
                  description={says.deriveText}
                  checked={derivesIds}
                  onChange={({ target }) => setDerivesIds(target.checked)}
                />
              )}
            </div>
          </section>
          <section>
            <div className={classes.counts}>
              <h2 className={classes.title}>{says.preview}</h2>
              <span className={classes.text}>
                {isPreviewedInPart(file) ? says.firstRows(data.rows) : says.allRows(data.rows)}
              </span>
              <span className={classes.verdict} data-wrong={data.problemCount > 0 || undefined}>
                {data.problemCount > 0 ? says.problems(data.problemCount) : says.noProblems}
              </span>
            </div>
            <ImportPreviewTable preview={data} isStale={preview.isPlaceholderData} />
          </section>
          <div className={classes.actions}>
            <Button
              disabled={
                !mayWrite ||
                data.problem !== '' ||
                preview.isPlaceholderData ||
                (!isPreviewedInPart(file) && data.rows === data.problemCount)
              }
              title={mayWrite ? undefined : t.datasets.viewerOnly}
              onClick={() => setRunning({ ...options, mapping: mapping ?? chosen })}
            >
              {isPreviewedInPart(file) ? says.startAll : says.start(data.rows - data.problemCount)}
            </Button>
          </div>
        </>
      )}
    </>
  )
}
