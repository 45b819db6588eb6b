import { Button, Select } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ArrowRight, ArrowRightLeft } from 'lucide-react'
import { type PromptVersion, promptVersionQuery, promptVersionsQuery } from '../../../api/prompts'
import { PageError, PagePending } from '../../../components/PageState'
import { RelativeTime } from '../../../components/RelativeTime'
import type { DiffProps } from '../../../editor/Diff'
import { DiffView } from '../../../editor/DiffView'
import { t } from '../../../i18n'
import { MessageDiff } from '../compare/MessageDiff'
import { readMessages } from '../messages'
import classes from './DiffPanel.module.css'

const says = t.prompts.comparing

interface DiffPanelProps {
  project: string
  version: PromptVersion
  /** Number of the version to compare with; the one before without. */
  against: number | undefined
  onChange: (part: { version?: number; against?: number }) => void
}

/** Two versions side by side: the text, or message by message, and the config. */
export function DiffPanel({ project, version, against, onChange }: DiffPanelProps) {
  const list = useInfiniteQuery(promptVersionsQuery(project, version.name))
  const versions = list.data?.pages.flatMap((page) => page.items) ?? []
  const at = versions.findIndex((one) => one.version === version.version)
  const other =
    against ?? versions[at + 1]?.version ?? versions.find((one) => one.version !== version.version)?.version
  const before = useQuery({
    ...promptVersionQuery(project, version.name, { version: other }),
    enabled: other !== undefined,
    placeholderData: undefined,
  })
  const isNarrow = useMediaQuery('(max-width: 900px)', false, { getInitialValueInEffect: false })
  if (list.isPending) return <PagePending />
  if (other === undefined) return <p className={classes.same}>{says.onlyOne}</p>
  const options = versions.map((one) => ({
    value: String(one.version),
    label: [t.prompts.shortVersion(one.version), ...one.labels].join(' · '),
  }))
  for (const number of [other, version.version]) {
    if (!options.some((one) => one.value === String(number)))
      options.push({ value: String(number), label: t.prompts.shortVersion(number) })
  }
  const choose = (label: string, value: number, change: (version: number) => void) => (
    <Select
      aria-label={label}
      data={options}
      value={String(value)}
      onChange={(next) => next && change(Number(next))}
      allowDeselect={false}
      searchable={options.length > 10}
      w={220}
    />
  )
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        {choose(says.before, other, (next) => onChange({ against: next, version: version.version }))}
        <ArrowRight size={14} aria-hidden />
        {choose(says.after, version.version, (next) => onChange({ version: next, against: other }))}
        <Button
          variant="default"
          leftSection={<ArrowRightLeft size={13} aria-hidden />}
          onClick={() => onChange({ version: other, against: version.version })}
        >
          {says.swap}
        </Button>
      </div>
      {before.error ? (
        <PageError error={before.error} />
      ) : !before.data ? (
        <PagePending />
      ) : (
        <Comparison before={before.data} after={version} isUnified={isNarrow} />
      )}
    </div>
  )
}

interface ComparisonProps {
  before: PromptVersion
  after: PromptVersion
  isUnified: boolean
}

function Comparison({ before, after, isUnified }: ComparisonProps) {
  const configs = [pretty(before.config), pretty(after.config)] as const
  const labels = {
    beforeLabel: t.prompts.version(before.version),
    afterLabel: t.prompts.version(after.version),
    isUnified,
  }
  return (
    <>
      <div className={classes.sides}>
        <Side version={before} />
        <Side version={after} />
      </div>
      <section>
        <h2 className={classes.title}>
          {typeof after.prompt === 'string' ? t.prompts.text : t.prompts.messages}
        </h2>
        <Prompts before={before.prompt} after={after.prompt} {...labels} />
      </section>
      <section>
        <h2 className={classes.title}>{t.prompts.config}</h2>
        {configs[0] === configs[1] ? (
          <p className={classes.same}>{says.sameConfig}</p>
        ) : (
          <DiffView before={configs[0]} after={configs[1]} language="json" {...labels} />
        )}
      </section>
    </>
  )
}

interface PromptsProps extends Pick<DiffProps, 'beforeLabel' | 'afterLabel' | 'isUnified'> {
  before: PromptVersion['prompt']
  after: PromptVersion['prompt']
}

function Prompts({ before, after, ...labels }: PromptsProps) {
  if (typeof before !== 'string' && typeof after !== 'string')
    return <MessageDiff before={readMessages(before)} after={readMessages(after)} {...labels} />
  if (before === after) return <p className={classes.same}>{says.sameText}</p>
  return <DiffView before={String(before)} after={String(after)} {...labels} />
}

function Side({ version }: { version: PromptVersion }) {
  return (
    <div className={classes.side}>
      <b>
        {t.prompts.shortVersion(version.version)}
        {version.commitMessage && ` · ${version.commitMessage}`}
      </b>
      <span>
        {version.createdBy || t.prompts.someone} · <RelativeTime time={version.createdAt} />
      </span>
    </div>
  )
}

const pretty = (config: unknown): string => JSON.stringify(config ?? {}, null, 2)
