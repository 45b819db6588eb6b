/** What a program does after it has made its client, and the names that it imports for that. */
export interface SdkLines {
  imports?: string[]
  body: string
}

/** A whole program for Langfuse's SDK for Python. It runs as it stands: `tests/compat/test_snippets.py` does so. */
export function sdkProgram({ imports = [], body }: SdkLines, baseUrl: string): string {
  return `# pip install langfuse
# export LANGFUSE_BASE_URL=${baseUrl}
# export LANGFUSE_PUBLIC_KEY=pk-lf-… LANGFUSE_SECRET_KEY=sk-lf-…
from langfuse import ${[...imports, 'get_client'].join(', ')}

langfuse = get_client()

${body}
langfuse.flush()`
}

/** What puts a first row into a list. */
export const FIRST = {
  traces: {
    body: `with langfuse.start_as_current_observation(name="hello", as_type="agent") as root:
    with root.start_as_current_observation(name="answer", as_type="generation", model="gpt-5"):
        ...`,
  },
  observations: {
    body: `with langfuse.start_as_current_observation(name="search", as_type="retriever") as step:
    step.update(input="How do I …", output=["document 1"])`,
  },
  sessions: {
    imports: ['propagate_attributes'],
    body: `with propagate_attributes(session_id="chat-1"):
    with langfuse.start_as_current_observation(name="hello"):
        ...`,
  },
  users: {
    imports: ['propagate_attributes'],
    body: `with propagate_attributes(user_id="ada@example.com"):
    with langfuse.start_as_current_observation(name="hello"):
        ...`,
  },
  scores: {
    body: `with langfuse.start_as_current_observation(name="answer") as step:
    step.update(input="How do I …", output="You …")
    langfuse.score_current_trace(name="helpfulness", value=0.9, comment="to the point")`,
  },
  prompts: {
    body: `langfuse.create_prompt(
    name="support/answer", type="chat", labels=["production"],
    prompt=[
        {"role": "system", "content": "You answer questions about {{product}}."},
        {"role": "user", "content": "{{question}}"},
    ],
)`,
  },
  datasets: {
    body: `langfuse.create_dataset(name="support/refunds")
langfuse.create_dataset_item(
    dataset_name="support/refunds",
    input={"question": "Where is my money?"},
    expected_output="Refunds take 5 days.",
)`,
  },
} satisfies Record<string, SdkLines>

export const firstItem = (dataset: string): SdkLines => ({
  body: `langfuse.create_dataset_item(
    dataset_name=${JSON.stringify(dataset)},
    input={"question": "Where is my money?"},
    expected_output="Refunds take 5 days.",
)`,
})

/** An experiment on a dataset; without one, on values of the program's own. */
export function firstExperiment(dataset?: string): SdkLines {
  const body = (answer: string, run: string) => `def task(*, item, **kwargs):
    return str(${answer})  # what your application answers

def exact(*, output, expected_output, **kwargs):
    return Evaluation(name="exact", value=float(output == expected_output))

${run}`
  return {
    imports: ['Evaluation'],
    body:
      dataset === undefined
        ? body(
            'item["input"]',
            `result = langfuse.run_experiment(
    name="first try", task=task, evaluators=[exact],
    data=[{"input": "Where is my money?", "expected_output": "Refunds take 5 days."}],
)
print(result.format())`,
          )
        : body(
            'item.input',
            `dataset = langfuse.get_dataset(${JSON.stringify(dataset)})
result = dataset.run_experiment(name="first try", task=task, evaluators=[exact])
print(result.experiment_url)`,
          ),
  }
}
