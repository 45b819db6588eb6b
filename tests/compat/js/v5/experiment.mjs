// A dataset with items, and an experiment on it: one run, linked item by item, with scores of items and of the run.
import { LangfuseClient } from "@langfuse/client";
import { startObservation } from "@langfuse/tracing";
import { report, run } from "../story.mjs";
import { startTelemetry } from "./telemetry.mjs";

const provider = startTelemetry();
const client = new LangfuseClient();
const name = `sums/${run}`;

await client.api.datasets.create({ name, description: "adds one", metadata: { unit: "apples" } });
for (const input of [1, 2, 3]) {
  await client.dataset.createItem({
    datasetName: name,
    id: `${run}-${input}`,
    input: { number: input },
    expectedOutput: input + 1,
    metadata: { place: input },
  });
}
await client.dataset.createItem({ datasetName: name, id: `${run}-3`, status: "ARCHIVED" });

const dataset = await client.dataset.get(name, { fetchItemsPageSize: 1 });
const result = await dataset.runExperiment({
  name: "add",
  runName: `run ${run}`,
  description: "first try",
  metadata: { model: "house" },
  task: async ({ input }) => input.number + 1,
  evaluators: [
    async ({ output, expectedOutput }) => ({ name: "right", value: output === expectedOutput, dataType: "BOOLEAN" }),
  ],
  runEvaluators: [
    async ({ itemResults }) => ({ name: "items", value: itemResults.length, dataType: "NUMERIC", comment: "all" }),
  ],
});

// The older way: an item is linked to an observation by hand.
const span = startObservation("by hand", { input: 1 });
span.end();
await dataset.items[0].link(span, `by hand ${run}`, { description: "linked" });

// An experiment on values that are in no dataset.
const local = await client.experiment.run({
  name: "local",
  data: [{ input: "a", expectedOutput: "A" }],
  task: async ({ input }) => input.toUpperCase(),
  evaluators: [async ({ output, expectedOutput }) => ({ name: "same", value: Number(output === expectedOutput) })],
});
await provider.forceFlush();
await client.flush();

const read = await client.api.datasets.getRun(name, `run ${run}`);
const runs = await client.api.datasets.getRuns(name);
report({
  items: dataset.items.map((item) => [item.id, item.input, item.expectedOutput, item.metadata]),
  outputs: result.itemResults.map((one) => [one.item.id, one.output, one.traceId]),
  runId: result.datasetRunId,
  runUrl: result.datasetRunUrl,
  formatted: (await result.format({ includeItemResults: true })).includes(`run ${run}`),
  run: [read.name, read.description, read.metadata],
  linked: read.datasetRunItems.map((item) => [item.datasetItemId, item.traceId]),
  runs: runs.data.map((one) => one.name).sort(),
  local: { traceId: local.itemResults[0].traceId, output: local.itemResults[0].output },
});
await provider.shutdown();
await client.shutdown();
