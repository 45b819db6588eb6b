// The same trace by the SDK of before OpenTelemetry, which sends batches of events.
import { setImmediate } from "node:timers/promises";
import { Langfuse, LangfuseMedia } from "langfuse";
import { file, inlineUri, report, run, session, story } from "../story.mjs";

// The SDK loads node:crypto by itself, a moment after it has been imported; before that it cannot send files.
await setImmediate();

const client = new Langfuse();
const trace = client.trace({
  name: story.traceName,
  userId: story.user,
  sessionId: session,
  tags: story.tags.slice(0, 1),
  metadata: { ...story.metadata, plan: "free" },
  version: story.version,
  input: story.question,
});
const root = trace.span({ name: "span", input: story.question });
const generation = root.generation({
  name: "generation",
  model: story.model,
  modelParameters: story.modelParameters,
  input: story.messages,
});
generation.event({ name: "event", input: { tick: 1 }, level: "DEBUG" });
generation.update({ completionStartTime: new Date() });
generation.end({ output: story.reply, usageDetails: story.usage });
root
  .generation({ name: "own cost", model: story.ownModel })
  .end({ usageDetails: story.ownUsage, costDetails: story.ownCost });
root
  .generation({ name: "old usage", model: story.model })
  .end({ usage: { promptTokens: 1000, completionTokens: 200, totalTokens: 1200 } });
root
  .span({ name: "tool", input: story.toolInput })
  .end({ level: "ERROR", statusMessage: story.toolError, metadata: { attempt: 2, nested: { deep: [1] } } });
root
  .span({
    name: "file",
    input: { file: new LangfuseMedia({ contentBytes: Buffer.from(file), contentType: story.fileType }) },
    output: { inline: inlineUri },
  })
  .end();
root.end({ output: story.answer, metadata: { depth: 1 } });
// Later values win, tags unite, metadata is merged by key.
trace.update({ output: story.answer, tags: story.tags.slice(1), metadata: { plan: story.metadata.plan } });

trace.score({ name: "numeric", ...story.scores.numeric });
root.score({ name: "categorical", ...story.scores.categorical });
client.score({ name: "boolean", traceId: trace.id, observationId: root.id, ...story.scores.boolean });
for (const value of [1, 2]) client.score({ id: `again-${run}`, name: "again", traceId: trace.id, value });
await client.shutdownAsync();
report({ traceId: trace.id, traceUrl: trace.getTraceUrl() });
