/** What a step is, as people see it. */
export type Kind =
  | 'session'
  | 'agent'
  | 'turn'
  | 'model'
  | 'tool'
  | 'attempt'
  | 'event'
  | 'span'
  | 'chain'
  | 'retriever'
  | 'evaluator'
  | 'embedding'
  | 'guardrail'

const BY_AGENT_KIND: Record<string, Kind> = {
  session: 'session',
  turn: 'turn',
  model_call: 'model',
  attempt: 'attempt',
  tool: 'tool',
  event: 'event',
}

const BY_TYPE: Record<string, Kind> = {
  SPAN: 'span',
  GENERATION: 'model',
  EVENT: 'event',
  AGENT: 'agent',
  TOOL: 'tool',
  CHAIN: 'chain',
  RETRIEVER: 'retriever',
  EVALUATOR: 'evaluator',
  EMBEDDING: 'embedding',
  GUARDRAIL: 'guardrail',
}

/** The kind of an observation: what the agent's adapter said, or else its Langfuse type. */
export function kindOf(type: string, agentKind: string): Kind {
  return BY_AGENT_KIND[agentKind] ?? BY_TYPE[type] ?? 'span'
}

/** Names that Codex's versions have given to the tool that runs commands. */
export function isShellTool(name: string): boolean {
  return /^(exec_command|shell|local_shell|shell_command|container\.exec|write_stdin|unified_exec|bash)$/i.test(
    name,
  )
}
