import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import { type MatchRequest, type ModelInput, matchQuery } from '../../api/models'
import { t } from '../../i18n'
import { newKey } from './formState'
import { Remove } from './PriceGrid'
import classes from './Trial.module.css'
import { TrialResult } from './TrialResult'

const says = t.models.trial
const DELAY_MS = 250

interface Pair {
  key: string
  name: string
  value: string
}

interface TrialProps {
  project: string
  /** The model's name to begin with. */
  name: string
  /** A definition that is not saved yet, tried before all others. */
  draft?: ModelInput | undefined
  draftId?: string | undefined
}

/** A call that is typed in: which definition prices it, in which tier, and what it costs. */
export function Trial({ project, name, draft, draftId }: TrialProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [provider, setProvider] = useState('')
  const [usage, setUsage] = useState<Pair[]>([
    { key: newKey(), name: 'input', value: '1000' },
    { key: newKey(), name: 'output', value: '500' },
  ])
  const [parameters, setParameters] = useState<Pair[]>([])
  const [metadata, setMetadata] = useState<Pair[]>([])
  const model = typed ?? name
  const request = useMemo<MatchRequest>(
    () => ({
      model,
      provider,
      usage: Object.fromEntries(
        usage
          .filter((pair) => pair.name.trim() && /^\d{1,15}$/.test(pair.value.trim()))
          .map((pair) => [pair.name.trim(), Number(pair.value)]),
      ),
      modelParameters: textsOf(parameters),
      metadata: textsOf(metadata),
      draftId: draftId ?? '',
      ...(draft ? { draft } : {}),
    }),
    [model, provider, usage, parameters, metadata, draft, draftId],
  )
  // Compared as text: the draft is made anew with every key that is pressed.
  const [asked] = useDebouncedValue(JSON.stringify(request), DELAY_MS)
  const { data, error } = useQuery({
    ...matchQuery(project, JSON.parse(asked) as MatchRequest),
    enabled: model !== '',
  })

  return (
    <div className={classes.root}>
      <div className={classes.call}>
        <div className={classes.names}>
          <TextInput
            label={says.model}
            value={model}
            onChange={({ target }) => setTyped(target.value)}
            spellCheck={false}
            {...(name ? {} : { 'data-autofocus': true })}
          />
          <TextInput
            label={says.provider}
            placeholder={says.providerHint}
            value={provider}
            onChange={({ target }) => setProvider(target.value)}
            spellCheck={false}
          />
        </div>
        <Pairs
          title={says.usage}
          pairs={usage}
          onChange={setUsage}
          nameLabel={says.type}
          valueLabel={says.units}
          addLabel={says.addUsage}
          removeLabel={says.removeUsage}
          numeric
        />
        <details>
          <summary>{says.attributes}</summary>
          {(
            [
              [says.parameters, parameters, setParameters],
              [says.metadata, metadata, setMetadata],
            ] as const
          ).map(([title, pairs, onChange]) => (
            <Pairs
              key={title}
              title={title}
              pairs={pairs}
              onChange={onChange}
              nameLabel={(number) => `${title}: ${says.key} ${number}`}
              valueLabel={(number) => `${title}: ${says.value} ${number}`}
              addLabel={says.addAttribute}
              removeLabel={says.removeAttribute}
            />
          ))}
        </details>
      </div>
      <div className={classes.result} aria-live="polite">
        {model === '' ? (
          <p className={classes.quiet}>{says.enter}</p>
        ) : error ? (
          <p className={classes.problem}>{error.message}</p>
        ) : (
          data && <TrialResult result={data} isOfDraft={draft !== undefined} />
        )}
      </div>
    </div>
  )
}

function textsOf(pairs: Pair[]): Record<string, string> {
  return Object.fromEntries(
    pairs.filter((pair) => pair.name.trim()).map((pair) => [pair.name.trim(), pair.value]),
  )
}

interface PairsProps {
  title: string
  pairs: Pair[]
  onChange: (pairs: Pair[]) => void
  nameLabel: (number: number) => string
  valueLabel: (number: number) => string
  addLabel: string
  removeLabel: string
  numeric?: boolean
}

function Pairs({
  title,
  pairs,
  onChange,
  nameLabel,
  valueLabel,
  addLabel,
  removeLabel,
  numeric,
}: PairsProps) {
  const set = (key: string, part: Partial<Pair>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...part } : pair)))
  return (
    <div className={classes.pairs} role="group" aria-label={title}>
      <span className={classes.label}>{title}</span>
      {pairs.map((pair, index) => (
        <div key={pair.key} className={classes.pair}>
          <TextInput
            aria-label={nameLabel(index + 1)}
            value={pair.name}
            onChange={({ target }) => set(pair.key, { name: target.value })}
            classNames={{ input: classes.mono }}
            spellCheck={false}
          />
          <TextInput
            aria-label={valueLabel(index + 1)}
            inputMode={numeric ? 'numeric' : undefined}
            value={pair.value}
            onChange={({ target }) => set(pair.key, { value: target.value })}
          />
          <Remove label={removeLabel} onClick={() => onChange(pairs.filter((one) => one.key !== pair.key))} />
        </div>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        leftSection={<Plus size={12} aria-hidden />}
        onClick={() => onChange([...pairs, { key: newKey(), name: '', value: '' }])}
        aria-label={`${addLabel}: ${title}`}
      >
        {addLabel}
      </Button>
    </div>
  )
}
