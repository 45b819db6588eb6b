// Prompts by version and label, a generation linked to one, and a run on a dataset, linked item by item.
import { Langfuse } from "langfuse";
import { report, run, story } from "../story.mjs";

const client = new Langfuse();
const name = `classic/${run}`;
const fresh = { cacheTtlSeconds: 0 };

await client.createPrompt({ name, prompt: story.prompt, labels: ["production"], tags: story.tags });
await client.createPrompt({ name, prompt: story.prompt2, labels: ["staging"], config: story.promptConfig });
await client.createPrompt({ name: `${name}-chat`, type: "chat", prompt: story.chatPrompt, labels: ["production"] });
const before = await client.getPrompt(name, undefined, fresh);
await client.updatePrompt({ name, version: 2, newLabels: ["production"] });
const after = await client.getPrompt(name, undefined, fresh);
const chat = await client.getPrompt(`${name}-chat`, undefined, { type: "chat", ...fresh });
const linked = client.trace({ name: "with prompt" });
linked.generation({ name: "with prompt", model: story.model, prompt: after }).end();

await client.createDataset({ name, description: "adds one", metadata: { unit: "apples" } });
for (const input of [1, 2]) {
  await client.createDatasetItem({ datasetName: name, id: `${run}-${input}`, input, expectedOutput: input + 1 });
}
const dataset = await client.getDataset(name);
const traces = [];
for (const item of dataset.items) {
  const trace = client.trace({ name: "task", input: item.input, output: item.input + 1 });
  await item.link(trace, `run ${run}`, { description: "first try", metadata: { model: "house" } });
  trace.score({ name: "right", value: Number(item.input + 1 === item.expectedOutput) });
  traces.push([item.id, trace.id]);
}
await client.shutdownAsync();

const read = await client.getDatasetRun({ datasetName: name, runName: `run ${run}` });
report({
  before: [before.version, before.compile({ city: story.city })],
  after: [after.version, after.compile({ city: story.city }), after.config],
  chat: chat.compile({ city: story.city }, { history: story.history }),
  traceId: linked.id,
  items: dataset.items.map((item) => [item.id, item.input, item.expectedOutput]).sort(),
  traces,
  run: [read.name, read.description, read.metadata],
  linked: read.datasetRunItems.map((item) => [item.datasetItemId, item.traceId]),
  runs: (await client.getDatasetRuns(name)).data.map((one) => one.name),
});
