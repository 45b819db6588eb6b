/**
 * The `[otel]` block of Codex's `config.toml`. It uses the table form that Codex accepts (an exporter is a table named
 * by its kind, and no `exporter = ` line stands beside it): a wrong form stops Codex itself.
 */
export interface CodexOptions {
  prompts: boolean
  answers: boolean
  traces: boolean
  /** Off leaves Codex's own choice, which sends them to OpenAI. */
  metrics: boolean
  environment: string
  protocol: 'binary' | 'json'
  secretIn: 'file' | 'environment'
  tlsCa: string
  tlsCertificate: string
  tlsKey: string
}

export const DEFAULT_OPTIONS: CodexOptions = {
  prompts: false,
  answers: true,
  traces: true,
  metrics: false,
  environment: 'dev',
  protocol: 'binary',
  secretIn: 'file',
  tlsCa: '',
  tlsCertificate: '',
  tlsKey: '',
}

/** What stands in the block where the credentials belong while they are not known. */
const PLACEHOLDER = 'BASE64_OF_PUBLIC_KEY:SECRET_KEY'

function endpointOf(baseUrl: string): string {
  return `${baseUrl.replace(/\/+$/, '')}/api/public/otel`
}

/** Basic credentials; keys are ASCII. */
export function credentialsOf(publicKey: string, secretKey: string): string {
  return btoa(`${publicKey}:${secretKey}`)
}

/** The block for `config.toml`. `credentials` is the base64 text, `''` while not known. */
export function writeToml(options: CodexOptions, baseUrl: string, credentials: string): string {
  const lines = [
    '[otel]',
    `environment = ${quote(options.environment)}`,
    `log_user_prompt = ${options.prompts}`,
    `log_agent_responses = ${options.answers}`,
  ]
  const exporters = ['exporter']
  if (options.traces) exporters.push('trace_exporter')
  if (options.metrics) exporters.push('metrics_exporter')
  for (const exporter of exporters) lines.push('', ...exporterLines(exporter, options, baseUrl, credentials))
  return `${lines.join('\n')}\n`
}

function exporterLines(
  exporter: string,
  options: CodexOptions,
  baseUrl: string,
  credentials: string,
): string[] {
  const table = `otel.${exporter}."otlp-http"`
  const lines = [
    `[${table}]`,
    `endpoint = ${quote(endpointOf(baseUrl))}`,
    `protocol = ${quote(options.protocol)}`,
  ]
  if (options.secretIn === 'file') {
    lines.push('', `[${table}.headers]`, `Authorization = ${quote(`Basic ${credentials || PLACEHOLDER}`)}`)
  }
  const tls = [
    ['ca-certificate', options.tlsCa],
    ['client-certificate', options.tlsCertificate],
    ['client-private-key', options.tlsKey],
  ].filter(([, path]) => path)
  if (tls.length)
    lines.push('', `[${table}.tls]`, ...tls.map(([key, path]) => `${key} = ${quote(path ?? '')}`))
  return lines
}

/** The line for the shell profile that carries the secret; Codex decodes percent signs in it. */
export function writeEnvironment(credentials: string): string {
  const value = credentials ? encodeURIComponent(credentials) : PLACEHOLDER
  return `export OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic%20${value}"`
}

/** The command that does the same by itself. Options at their defaults are left out. */
export function writeCommand(
  options: CodexOptions,
  baseUrl: string,
  publicKey: string,
  secretKey: string,
): string {
  const words = ['sidelight codex connect', `--url ${word(baseUrl)}`]
  words.push(`--public-key ${word(publicKey || 'pk-lf-…')}`, `--secret-key ${word(secretKey || 'sk-lf-…')}`)
  words.push(options.prompts ? '--prompts' : '--no-prompts', options.answers ? '--answers' : '--no-answers')
  if (!options.traces) words.push('--no-traces')
  if (options.metrics) words.push('--metrics')
  words.push(`--environment ${word(options.environment)}`)
  if (options.protocol !== 'binary') words.push(`--protocol ${options.protocol}`)
  if (options.secretIn === 'environment') words.push('--secret-in env')
  if (options.tlsCa) words.push(`--ca-certificate ${word(options.tlsCa)}`)
  if (options.tlsCertificate) words.push(`--client-certificate ${word(options.tlsCertificate)}`)
  if (options.tlsKey) words.push(`--client-private-key ${word(options.tlsKey)}`)
  return words.join(' \\\n  ')
}

/** A word for the shell, quoted where it must be. */
function word(text: string): string {
  return /^[\w@%+=:,./…-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

/** A TOML basic string. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007F')
}
