import { ActionIcon, Drawer, SegmentedControl, Tooltip } from '@mantine/core'
import { useHotkeys, useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, ExternalLink } from 'lucide-react'
import { type CellTexts, type Comparison, wholeTextsQuery } from '../../../api/experiments'
import { Badge } from '../../../components/Badge'
import { CopyButton } from '../../../components/CopyButton'
import { PageError, PagePending } from '../../../components/PageState'
import { DiffView } from '../../../editor/DiffView'
import { formatScore } from '../../../format/score'
import { t } from '../../../i18n'
import { IoBlocks } from '../../../text/IoBlocks'
import { Change } from './Change'
import { type Cell, metricOf, type Row } from './comparison'
import classes from './ItemDrawer.module.css'
import { TimeAndCost } from './TimeAndCost'
import { placeOf } from './useCellTexts'

type DiffChoice = 'plain' | 'expected' | 'baseline'
const CHOICES: readonly DiffChoice[] = ['plain', 'expected', 'baseline']

interface ItemDrawerProps {
  project: string
  comparison: Comparison
  row: Row
  lower: ReadonlySet<string>
  previous: string | undefined
  next: string | undefined
  onMove: (key: string) => void
  onClose: () => void
}

/** One item whole: what went in, what was expected, and what each experiment made of it. `j` and `k` go on. */
export function ItemDrawer({
  project,
  comparison,
  row,
  lower,
  previous,
  next,
  onMove,
  onClose,
}: ItemDrawerProps) {
  const [choice, setChoice] = useLocalStorage<DiffChoice>({
    key: 'sidelight-experiment-diff',
    defaultValue: 'plain',
    getInitialValueInEffect: false,
  })
  const present = comparison.runs.flatMap(({ experiment }, at) => {
    const cell = row.cells[at]
    return cell ? [{ experiment, cell, at }] : []
  })
  const { data, error } = useQuery(
    wholeTextsQuery(
      project,
      present.map(({ experiment, cell }) => placeOf(experiment.id, cell)),
    ),
  )
  const navigate = useNavigate()
  const known = data?.find((one) => one.input !== null)
  const expected = data?.find((one) => one.expectedOutput !== null)?.expectedOutput ?? null
  const baseline = present[0]?.at === 0 ? (data?.[0]?.output ?? null) : null
  const possible = CHOICES.filter(
    (one) =>
      one === 'plain' || (one === 'expected' ? expected !== null : baseline !== null && present.length > 1),
  )
  const shown = possible.includes(choice) ? choice : 'plain'
  useHotkeys([
    ['j', () => next && onMove(next)],
    ['k', () => previous && onMove(previous)],
    ['d', () => setChoice(possible[(possible.indexOf(shown) + 1) % possible.length] ?? 'plain')],
    ...present.slice(0, 9).map(({ cell, at }): [string, () => void] => [
      String(at + 1),
      () => {
        if (!cell.hasArrived) return
        void navigate({
          to: '/project/$projectId/traces/$traceId',
          params: { projectId: project, traceId: cell.traceId },
          search: { o: cell.observationId || undefined },
        })
      },
    ]),
  ])
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={present.length > 2 ? 'min(1400px, 100%)' : 'min(1100px, 100%)'}
      title={
        <span className={classes.title}>
          <span className={classes.item} title={row.key}>
            {row.key}
          </span>
          <CopyButton value={row.key} label={t.common.copyId} />
          {/* The focus begins where j and k are, not on the button that copies. */}
          <span tabIndex={-1} data-autofocus />
          <Step label={t.experiments.previousItem} to={previous} onMove={onMove} icon={ChevronUp} />
          <Step label={t.experiments.nextItem} to={next} onMove={onMove} icon={ChevronDown} />
        </span>
      }
      closeButtonProps={{ 'aria-label': t.common.close }}
      classNames={{ title: classes.titleBox }}
    >
      {error && !data ? (
        <PageError error={error} />
      ) : !data ? (
        <PagePending />
      ) : (
        <div className={classes.body}>
          <div className={classes.pair}>
            <IoBlocks
              texts={[
                { label: t.experiments.input, text: known?.input ?? null },
                { label: t.experiments.expectedOutput, text: expected },
              ]}
            />
          </div>
          {possible.length > 1 && (
            <SegmentedControl
              aria-label={t.experiments.diff}
              title={t.experiments.diffKey}
              value={shown}
              onChange={(value) => setChoice(value as DiffChoice)}
              data={possible.map((value) => ({ value, label: t.experiments.diffs[value] }))}
              className={classes.choice}
            />
          )}
          <div className={classes.runs} data-diff={shown !== 'plain' || undefined}>
            {present.map(({ experiment, cell, at }, n) => (
              <RunOutput
                key={experiment.id}
                project={project}
                name={experiment.name}
                isBaseline={at === 0 && comparison.runs.length > 1}
                cell={cell}
                base={at > 0 ? row.cells[0] : undefined}
                texts={data[n]}
                against={shown === 'expected' ? expected : shown === 'baseline' && at > 0 ? baseline : null}
                againstLabel={shown === 'expected' ? t.experiments.expectedOutput : t.experiments.baseline}
                lower={lower}
                shortcut={String(at + 1)}
              />
            ))}
            {comparison.runs.flatMap(({ experiment }, at) =>
              row.cells[at]
                ? []
                : [
                    <section key={experiment.id} className={classes.run} aria-label={experiment.name}>
                      <header className={classes.head}>
                        <h3 title={experiment.name}>{experiment.name}</h3>
                      </header>
                      <p className={classes.quiet}>{t.experiments.notRun}</p>
                    </section>,
                  ],
            )}
          </div>
        </div>
      )}
    </Drawer>
  )
}

interface StepProps {
  label: string
  to: string | undefined
  onMove: (key: string) => void
  icon: typeof ChevronUp
}

function Step({ label, to, onMove, icon: Icon }: StepProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="default"
        size={26}
        aria-label={label}
        disabled={!to}
        onClick={() => to && onMove(to)}
      >
        <Icon size={14} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}

interface RunOutputProps {
  project: string
  name: string
  isBaseline: boolean
  cell: Cell
  base: Cell | undefined
  texts: CellTexts | undefined
  /** What the output is held against; null shows it as it is. */
  against: string | null
  againstLabel: string
  lower: ReadonlySet<string>
  /** The key that opens the trace. */
  shortcut: string
}

function RunOutput({
  project,
  name,
  isBaseline,
  cell,
  base,
  texts,
  against,
  againstLabel,
  lower,
  shortcut,
}: RunOutputProps) {
  const output = texts?.output ?? null
  return (
    <section className={classes.run} aria-label={t.experiments.outputOf(name)}>
      <header className={classes.head}>
        <h3 title={name}>{name}</h3>
        {isBaseline && <Badge tone="outline">{t.experiments.baseline}</Badge>}
        {cell.isError && <Badge tone="error">{t.experiments.failedItem}</Badge>}
        <TimeAndCost cell={cell} base={base} lower={lower} className={classes.figure} />
        {cell.hasArrived && (
          <Link
            to="/project/$projectId/traces/$traceId"
            params={{ projectId: project, traceId: cell.traceId }}
            search={{ o: cell.observationId || undefined }}
            className={classes.trace}
          >
            {t.experiments.openTrace} <ExternalLink size={12} aria-hidden />
            <kbd className={classes.key} aria-hidden>
              {shortcut}
            </kbd>
          </Link>
        )}
      </header>
      {texts && texts.scores.length > 0 && (
        <ul className={classes.scores} aria-label={t.experiments.scores}>
          {texts.scores.map((score) => (
            <li key={score.id}>
              <span className={classes.name}>{score.name}</span>
              <b>
                {score.value === null || score.dataType === 'CATEGORICAL'
                  ? score.stringValue
                  : formatScore(score.value)}
              </b>
              <Change
                base={metricOf(base, `score:${score.name}`)}
                value={metricOf(cell, `score:${score.name}`)}
                metric={`score:${score.name}`}
                lower={lower}
                format={formatScore}
              />
              {score.comment && <span className={classes.comment}>{score.comment}</span>}
            </li>
          ))}
        </ul>
      )}
      {texts?.statusMessage && <p className={classes.problem}>{texts.statusMessage}</p>}
      {!cell.hasArrived ? (
        <p className={classes.quiet}>{t.experiments.notArrived}</p>
      ) : output === null || output === '' ? (
        <p className={classes.quiet}>{t.experiments.noOutput}</p>
      ) : against !== null ? (
        <DiffView
          before={readable(against)}
          after={readable(output)}
          beforeLabel={againstLabel}
          afterLabel={t.experiments.outputOf(name)}
          language={isJson(output) ? 'json' : ''}
          isUnified
        />
      ) : (
        <IoBlocks texts={[{ label: t.experiments.output, text: output }]} hasBar={false} />
      )}
    </section>
  )
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text)
}

/** JSON spread over lines, so that a difference is one of a line. */
function readable(text: string): string {
  if (!isJson(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
