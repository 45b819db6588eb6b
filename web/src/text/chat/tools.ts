import { fieldIn, isFields, parsedIfJson, type ToolDefinition, textIn } from './chat'

/** The tools in a list (or a map by name) of any provider; null when something in it is none. */
export function readTools(value: unknown): ToolDefinition[] | null {
  if (Array.isArray(value)) {
    const tools = value.map(readTool)
    return tools.length && tools.every((one) => one !== null) ? tools.flat() : null
  }
  if (!isFields(value)) return null
  if (Array.isArray(value.tools)) return readTools(value.tools)
  const tools = Object.entries(value).map(([name, tool]) =>
    isFields(tool) && (tool.parameters ?? tool.inputSchema ?? tool.description) !== undefined
      ? toolOf(name, tool)
      : null,
  )
  return tools.length && tools.every((one) => one !== null) ? tools : null
}

/** A tool from the JSON that the server keeps for it. */
export function readStoredTool(name: string, definition: string): ToolDefinition {
  try {
    const parsed = JSON.parse(definition) as unknown
    if (isFields(parsed)) return toolOf(name, parsed)
  } catch {
    // A sender's own text is shown as the description.
  }
  return { name, description: definition, parameters: undefined }
}

function readTool(value: unknown): ToolDefinition[] | null {
  if (!isFields(value)) return null
  const declared = fieldIn(value, 'functionDeclarations', 'function_declarations')
  if (Array.isArray(declared)) {
    return declared.flatMap((one) =>
      isFields(one) && textIn(one, 'name') ? [toolOf(textIn(one, 'name'), one)] : [],
    )
  }
  const inner = [value.function, value.toolSpec, value.tool].find(isFields) ?? value
  // Tools that the provider runs itself have a type and perhaps no name.
  const name = textIn(inner, 'name') || textIn(value, 'type')
  return name ? [toolOf(name, inner)] : null
}

function toolOf(name: string, fields: Record<string, unknown>): ToolDefinition {
  // A schema may have been kept as the text that it came as.
  const parameters = parsedIfJson(
    fieldIn(fields, 'parameters', 'input_schema', 'inputSchema', 'parametersJsonSchema', 'json_schema'),
  )
  return {
    name,
    description: textIn(fields, 'description'),
    // Bedrock and the AI SDK wrap the schema once more.
    parameters: isFields(parameters) ? (parameters.json ?? parameters.jsonSchema ?? parameters) : parameters,
  }
}
