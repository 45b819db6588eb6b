import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CirclePause, Download } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { itemsKey } from '../../api/datasetItems'
import {
  type ImportedRow,
  type ImportOptions,
  type ImportProgress,
  importFile,
} from '../../api/datasetTransfer'
import { useUnsaved } from '../../app/useUnsaved'
import { ButtonLink } from '../../components/ButtonLink'
import { Confirm } from '../../components/Confirm'
import { ProgressBar } from '../../components/ProgressBar'
import { formatCount } from '../../format/number'
import { t } from '../../i18n'
import { save } from '../../text/IoBlocks'
import classes from './ImportPage.module.css'
import { refusedFile } from './refusedRows'

const says = t.imports
const SHOWN = 50
const COUNTS = ['created', 'updated', 'unchanged'] as const

interface ImportRunProps {
  project: string
  dataset: string
  file: File
  options: Partial<ImportOptions>
  /** Whether importing the file again would recognise what is there. */
  isRepeatable: boolean
  onOther: () => void
}

/** An import at work, and what came of it. */
export function ImportRun({ project, dataset, file, options, isRepeatable, onOther }: ImportRunProps) {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<ImportProgress>()
  const [refused, setRefused] = useState<ImportedRow[]>([])
  const [end, setEnd] = useState<{ state: 'done' | 'stopped' | 'failed'; message?: string }>()
  const control = useRef<AbortController>(null)
  const isRunning = end === undefined

  // biome-ignore lint/correctness/useExhaustiveDependencies: an import runs once
  useEffect(() => {
    const abort = new AbortController()
    control.current = abort
    // Not at once: in development React mounts twice, and the first time is taken back before this comes.
    const timer = window.setTimeout(async () => {
      let last: ImportProgress | undefined
      try {
        await importFile(
          project,
          dataset,
          file,
          options,
          (now) => {
            const isFailure = now.state === 'failed'
            last = isFailure && last ? { ...last, state: 'failed', message: now.message } : now
            if (now.refused.length) setRefused((old) => [...old, ...now.refused])
            setProgress(last)
          },
          abort.signal,
        )
        setEnd(last?.state === 'failed' ? { state: 'failed', message: last.message } : { state: 'done' })
      } catch (error) {
        if (abort.signal.aborted) setEnd({ state: 'stopped' })
        else setEnd({ state: 'failed', message: error instanceof Error ? error.message : String(error) })
      }
      await queries.invalidateQueries({ queryKey: itemsKey(project, dataset) })
      await queries.invalidateQueries({ queryKey: ['datasets', project] })
    })
    return () => {
      window.clearTimeout(timer)
      abort.abort()
    }
  }, [])
  const unsaved = useUnsaved(isRunning)

  const Icon = end?.state === 'done' ? CircleCheck : end?.state === 'failed' ? CircleAlert : CirclePause
  return (
    <section className={classes.run} aria-live="polite">
      {unsaved.isAsking && isRunning && (
        <Confirm
          title={says.leaveTitle}
          action={says.leaveAction}
          run={async () => unsaved.leave()}
          onClose={unsaved.stay}
        >
          <p>{isRepeatable ? says.leaveText : says.leaveTextNew}</p>
        </Confirm>
      )}
      {end ? (
        <h2 className={classes.end} data-state={end.state}>
          <Icon size={18} aria-hidden />
          {end.state === 'done'
            ? says.doneTitle
            : end.state === 'failed'
              ? says.failedTitle
              : says.stoppedTitle}
        </h2>
      ) : (
        <div className={classes.working}>
          <ProgressBar
            label={says.progress}
            value={progress?.rows ?? 0}
            max={progress?.state === 'writing' ? progress.total : 0}
            width="100%"
          />
          <span className={classes.text}>
            {!progress
              ? says.sending
              : progress.state === 'counting'
                ? says.counting(progress.total)
                : says.writing(formatCount(progress.rows), formatCount(progress.total))}
          </span>
          <Button variant="default" onClick={() => control.current?.abort()}>
            {says.stop}
          </Button>
        </div>
      )}
      {end?.message && (
        <p className={classes.problem} role="alert">
          {end.message}
        </p>
      )}
      {end && end.state !== 'done' && (
        <p className={classes.text}>{isRepeatable ? says.stoppedText : says.stoppedTextNew}</p>
      )}
      <dl className={classes.results}>
        {COUNTS.map((kind) => (
          <div key={kind}>
            <dd>{formatCount(progress?.[kind] ?? 0)}</dd>
            <dt>{says[kind]}</dt>
          </div>
        ))}
        <div data-wrong={refused.length > 0 || undefined}>
          <dd>{formatCount(progress?.refusedCount ?? 0)}</dd>
          <dt>{says.refused}</dt>
        </div>
      </dl>
      {refused.length > 0 && (
        <div className={classes.refused}>
          <div className={classes.counts}>
            <h3 className={classes.title}>{says.refusedTitle}</h3>
            <Button
              variant="default"
              leftSection={<Download size={14} aria-hidden />}
              onClick={() => {
                const made = refusedFile(refused, file.name)
                save(made.text, made.name)
              }}
            >
              {says.download}
            </Button>
          </div>
          <ul>
            {refused.slice(0, SHOWN).map((one) => (
              <li key={one.row}>
                <b>{says.inRow(one.row)}</b> {one.message}
              </li>
            ))}
          </ul>
        </div>
      )}
      {end && (
        <div className={classes.actions}>
          <Button variant="default" onClick={onOther}>
            {says.again}
          </Button>
          <ButtonLink
            to="/project/$projectId/datasets/$datasetId"
            params={{ projectId: project, datasetId: dataset }}
          >
            {says.toItems}
          </ButtonLink>
        </div>
      )}
    </section>
  )
}
