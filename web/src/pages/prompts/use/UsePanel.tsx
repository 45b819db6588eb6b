import { SegmentedControl, Select } from '@mantine/core'
import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { instanceQuery } from '../../../api/account'
import { compositionQuery } from '../../../api/promptChanges'
import { LATEST, PRODUCTION, type PromptVersion } from '../../../api/prompts'
import { Code } from '../../../components/Code'
import { t } from '../../../i18n'
import { inOrder } from '../labels'
import { piecesOf } from '../markup'
import { readableText } from '../messages'
import { LANGUAGES, SNIPPET_KINDS, type SnippetKind, snippet } from './snippets'
import classes from './UsePanel.module.css'

const says = t.prompts.using

/** How programs fetch a version, with its name, label and variables filled in. */
export function UsePanel({ project, version }: { project: string; version: PromptVersion }) {
  const { data: instance } = useQuery(instanceQuery)
  const includes = version.references.length > 0
  const composition = useQuery({
    ...compositionQuery(project, version.name, version.version),
    enabled: includes,
  })
  const [kind, setKind] = useLocalStorage<SnippetKind>({
    key: 'sidelight-snippet',
    defaultValue: 'python',
    getInitialValueInEffect: false,
  })
  const labels = inOrder(version.labels, (one) => one)
  const byNumber = String(version.version)
  const [chosen, setChosen] = useState<string>()
  const options = [
    ...labels.map((label) => ({ value: `label ${label}`, label: says.byLabel(label) })),
    { value: byNumber, label: t.prompts.version(version.version) },
  ]
  // A label that a version loses, or another version, leaves nothing of the choice.
  const given = options.find((one) => one.value === chosen) ?? options[0]
  const label = given?.value.startsWith('label ') ? given.value.slice(6) : undefined
  const resolved = composition.data?.resolved
  const variables = resolved ? variablesOf(readableText(resolved)) : version.variables
  const text = snippet(kind, {
    name: version.name,
    type: version.type,
    label,
    version: version.version,
    variables,
    placeholders: version.placeholders,
    baseUrl: instance?.baseUrl ?? location.origin,
  })
  return (
    <div className={classes.root}>
      <div className={classes.bar}>
        <SegmentedControl
          aria-label={says.language}
          value={kind}
          onChange={(value) => setKind(value as SnippetKind)}
          data={SNIPPET_KINDS.map((value) => ({ value, label: says.kinds[value] }))}
        />
        <span className={classes.choose}>
          {says.fetches}
          <Select
            aria-label={says.fetches}
            data={options}
            value={given?.value ?? null}
            onChange={(value) => setChosen(value ?? undefined)}
            allowDeselect={false}
            w={190}
          />
        </span>
      </div>
      <Code text={text} title={says.kinds[kind]} language={LANGUAGES[kind]} />
      <p className={classes.note}>
        {label === PRODUCTION
          ? says.production
          : label === LATEST
            ? says.latest
            : label
              ? says.label(label)
              : says.number}
      </p>
    </div>
  )
}

const variablesOf = (text: string): string[] => [
  ...new Set(piecesOf(text).flatMap((piece) => (piece.kind === 'variable' ? [piece.name] : []))),
]
