import { SegmentedControl, Switch, TextInput } from '@mantine/core'
import { type ReactNode, useId } from 'react'
import { t } from '../../i18n'
import type { CodexOptions } from './codexConfig'
import classes from './OptionsStep.module.css'

interface OptionsStepProps {
  value: CodexOptions
  onChange: (options: CodexOptions) => void
}

/** What Codex records and how it sends it; each option says what it means for privacy or size. */
export function OptionsStep({ value, onChange }: OptionsStepProps) {
  const set = (part: Partial<CodexOptions>) => onChange({ ...value, ...part })
  const hasHalfPair = Boolean(value.tlsCertificate) !== Boolean(value.tlsKey)
  return (
    <div className={classes.root}>
      <Toggle
        label={t.setup.prompts}
        help={t.setup.promptsHelp}
        checked={value.prompts}
        onChange={(prompts) => set({ prompts })}
      />
      <p className={classes.privacy}>{t.setup.promptsPrivacy}</p>
      <Toggle
        label={t.setup.answers}
        help={t.setup.answersHelp}
        checked={value.answers}
        onChange={(answers) => set({ answers })}
      />
      <Toggle
        label={t.setup.traces}
        help={t.setup.tracesHelp}
        checked={value.traces}
        onChange={(traces) => set({ traces })}
      />
      <Toggle
        label={t.setup.metrics}
        help={t.setup.metricsHelp}
        checked={value.metrics}
        onChange={(metrics) => set({ metrics })}
      />
      <Choice label={t.setup.environment} help={t.setup.environmentHelp}>
        <TextInput
          aria-label={t.setup.environment}
          value={value.environment}
          error={/^[\w-]+$/.test(value.environment) ? undefined : t.setup.invalidEnvironment}
          onChange={(event) => set({ environment: event.target.value })}
          w={160}
        />
      </Choice>
      <Choice label={t.setup.secretWhere} help={t.setup.secretEnvHelp}>
        <SegmentedControl
          aria-label={t.setup.secretWhere}
          value={value.secretIn}
          onChange={(secretIn) => set({ secretIn: secretIn as CodexOptions['secretIn'] })}
          data={[
            { value: 'file', label: t.setup.secretFile },
            { value: 'environment', label: t.setup.secretEnv },
          ]}
        />
      </Choice>
      <Choice label={t.setup.encoding} help={t.setup.encodingHelp}>
        <SegmentedControl
          aria-label={t.setup.encoding}
          value={value.protocol}
          onChange={(protocol) => set({ protocol: protocol as CodexOptions['protocol'] })}
          data={[
            { value: 'binary', label: t.setup.encodingBinary },
            { value: 'json', label: t.setup.encodingJson },
          ]}
        />
      </Choice>
      <details className={classes.tls}>
        <summary>{t.setup.tls}</summary>
        <p className={classes.help}>{t.setup.tlsHelp}</p>
        <TextInput
          label={t.setup.tlsCa}
          placeholder="ca.pem"
          value={value.tlsCa}
          onChange={(event) => set({ tlsCa: event.target.value })}
        />
        <TextInput
          label={t.setup.tlsCert}
          placeholder="client.pem"
          value={value.tlsCertificate}
          onChange={(event) => set({ tlsCertificate: event.target.value })}
          error={hasHalfPair && t.setup.tlsPair}
        />
        <TextInput
          label={t.setup.tlsKey}
          placeholder="client-key.pem"
          value={value.tlsKey}
          onChange={(event) => set({ tlsKey: event.target.value })}
        />
      </details>
    </div>
  )
}

interface ToggleProps {
  label: string
  help: string
  checked: boolean
  onChange: (checked: boolean) => void
}

function Toggle({ label, help, checked, onChange }: ToggleProps) {
  const id = useId()
  return (
    <div className={classes.option}>
      <div className={classes.text}>
        <label htmlFor={id}>{label}</label>
        <span className={classes.help}>{help}</span>
      </div>
      <Switch id={id} checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
    </div>
  )
}

function Choice({ label, help, children }: { label: string; help: string; children: ReactNode }) {
  return (
    <div className={classes.option} data-wide>
      <div className={classes.text}>
        <span>{label}</span>
        <span className={classes.help}>{help}</span>
      </div>
      {children}
    </div>
  )
}
