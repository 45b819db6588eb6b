import { describe, expect, it } from 'vitest'
import { credentialsOf, DEFAULT_OPTIONS, writeCommand, writeEnvironment, writeToml } from './codexConfig'

const credentials = credentialsOf('pk-lf-1', 'sk-lf-2')

describe('the block for config.toml', () => {
  it('has an exporter table and no exporter line beside it', () => {
    expect(
      writeToml({ ...DEFAULT_OPTIONS, prompts: true, traces: false }, 'http://localhost:3000/', credentials),
    ).toBe(
      `[otel]
environment = "dev"
log_user_prompt = true
log_agent_responses = true

[otel.exporter."otlp-http"]
endpoint = "http://localhost:3000/api/public/otel"
protocol = "binary"

[otel.exporter."otlp-http".headers]
Authorization = "Basic cGstbGYtMTpzay1sZi0y"
`,
    )
  })

  it('writes a table for each signal, with TLS files in kebab case', () => {
    const toml = writeToml(
      { ...DEFAULT_OPTIONS, metrics: true, tlsCa: '/etc/ca "1".pem' },
      'https://host',
      credentials,
    )
    expect(toml.match(/^\[otel\.\w+\."otlp-http"]$/gm)).toEqual([
      '[otel.exporter."otlp-http"]',
      '[otel.trace_exporter."otlp-http"]',
      '[otel.metrics_exporter."otlp-http"]',
    ])
    expect(toml.match(/^ca-certificate = "\/etc\/ca \\"1\\".pem"$/gm)).toHaveLength(3)
    expect(toml).not.toMatch(/^(exporter|trace_exporter|metrics_exporter) =/m)
  })

  it('keeps the secret out of the file when it lives in the environment', () => {
    const toml = writeToml({ ...DEFAULT_OPTIONS, secretIn: 'environment' }, 'http://h', credentials)
    expect(toml).not.toContain(credentials)
    expect(toml).not.toContain('headers')
    expect(writeEnvironment('a+b/c==')).toBe(
      'export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic%20a%2Bb%2Fc%3D%3D"',
    )
  })
})

describe('the command', () => {
  it('names what differs from its defaults, and quotes for the shell', () => {
    const options = {
      ...DEFAULT_OPTIONS,
      prompts: true,
      traces: false,
      environment: "it's ci",
      tlsCa: '/etc/ca.pem',
    }
    expect(writeCommand(options, 'https://host', 'pk', 'sk').replaceAll(' \\\n  ', ' ')).toBe(
      `sidelight codex connect --url https://host --public-key pk --secret-key sk --prompts --answers --no-traces --environment 'it'\\''s ci' --ca-certificate /etc/ca.pem`,
    )
  })
})
