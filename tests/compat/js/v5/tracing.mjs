// A trace with everything: all types nested, usage, cost, files, and scores of every kind.
import { LangfuseClient, LangfuseMedia } from "@langfuse/client";
import { observe, propagateAttributes, startActiveObservation, startObservation } from "@langfuse/tracing";
import { file, inlineUri, report, run, session, story } from "../story.mjs";
import { startTelemetry } from "./telemetry.mjs";

const provider = startTelemetry();
const client = new LangfuseClient();

/** One inside the other, and the leaves in the innermost. */
async function nest([kind, ...others]) {
  if (kind === undefined) return leaves();
  return startActiveObservation(kind, () => nest(others), { asType: kind });
}

async function leaves() {
  const generation = startObservation(
    "generation",
    { model: story.model, modelParameters: story.modelParameters, input: story.messages },
    { asType: "generation" },
  );
  startObservation("event", { input: { tick: 1 }, level: "DEBUG" }, { asType: "event" });
  generation.update({ completionStartTime: new Date(), output: story.reply, usageDetails: story.usage }).end();
  startObservation(
    "own cost",
    { model: story.ownModel, usageDetails: story.ownUsage, costDetails: story.ownCost },
    { asType: "generation" },
  ).end();
  startObservation(
    "embedding",
    { model: story.embeddingModel, input: "text", usageDetails: { input: 8 } },
    { asType: "embedding" },
  ).end();
  startObservation("tool", { input: story.toolInput }, { asType: "tool" })
    .update({ level: "ERROR", statusMessage: story.toolError, metadata: { attempt: 2, nested: { deep: [1] } } })
    .end();
  const counted = observe(async (number) => number + 1, { name: "observed", asType: "chain" });
  await counted(1);
}

const { traceId, rootId } = await propagateAttributes(
  {
    traceName: story.traceName,
    userId: story.user,
    sessionId: session,
    tags: story.tags,
    metadata: story.metadata,
    version: story.version,
  },
  () =>
    startActiveObservation("span", async (root) => {
      root.update({ input: story.question });
      await nest(story.spanLike);
      startObservation("file", {
        input: { file: new LangfuseMedia({ source: "bytes", contentBytes: file, contentType: story.fileType }) },
        output: { inline: inlineUri },
      }).end();
      root.update({ output: story.answer, metadata: { depth: 1 } });
      client.score.activeTrace({ name: "numeric", ...story.scores.numeric });
      client.score.observation(root, { name: "categorical", ...story.scores.categorical });
      return { traceId: root.traceId, rootId: root.id };
    }),
);
client.score.create({ name: "boolean", traceId, observationId: rootId, ...story.scores.boolean });
client.score.create({ name: "text", traceId, ...story.scores.text });
client.score.create({ name: "session", sessionId: session, value: 4, dataType: "NUMERIC" });
for (const value of [1, 2]) client.score.create({ id: `again-${run}`, name: "again", traceId, value });
await provider.forceFlush();
await client.flush();
const traceUrl = await client.getTraceUrl(traceId);
await provider.shutdown();
await client.shutdown();
report({ traceId, traceUrl });
