/** An entry of a chat prompt. */
export type PromptMessage =
  | { kind: 'placeholder'; name: string }
  | { kind: 'message'; role: string; content: string; rest?: Record<string, unknown> }

/** The entries of a chat; keys that only providers know are kept in `rest`. */
export function readMessages(messages: readonly Record<string, unknown>[]): PromptMessage[] {
  return messages.map((message) => {
    if (message.type === 'placeholder') return { kind: 'placeholder', name: asText(message.name) }
    const { role, content, type, ...rest } = message
    return {
      kind: 'message',
      role: asText(role),
      content: asText(content),
      ...(Object.keys(rest).length ? { rest } : {}),
    }
  })
}

/** A prompt as one readable text, to copy and to compare: the text itself, or messages under their roles. */
export function readableText(prompt: string | readonly Record<string, unknown>[]): string {
  if (typeof prompt === 'string') return prompt
  return readMessages(prompt)
    .map((message) =>
      message.kind === 'placeholder'
        ? `── placeholder: ${message.name} ──\n`
        : `── ${message.role} ──\n${message.content}\n${message.rest ? `${JSON.stringify(message.rest, null, 2)}\n` : ''}`,
    )
    .join('\n')
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
