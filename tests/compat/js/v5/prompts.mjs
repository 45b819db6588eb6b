// Prompts by version and label, with a cache, and a generation that is linked to one.
import { LangfuseClient } from "@langfuse/client";
import { configureGlobalLogger, LogLevel } from "@langfuse/core";
import { startObservation } from "@langfuse/tracing";
import { report, run, statusOf, story } from "../story.mjs";
import { startTelemetry } from "./telemetry.mjs";

const provider = startTelemetry();
const client = new LangfuseClient();
const name = `greetings/${run}`;
const fresh = { cacheTtlSeconds: 0 };

const first = await client.prompt.create({ name, prompt: story.prompt, labels: ["production"], tags: story.tags });
await client.prompt.create({
  name,
  prompt: story.prompt2,
  labels: ["staging"],
  config: story.promptConfig,
  commitMessage: "two words",
});
await client.prompt.create({ name: `${name}-chat`, type: "chat", prompt: story.chatPrompt, labels: ["production"] });
const before = await client.prompt.get(name, fresh);
const staging = await client.prompt.get(name, { label: "staging", ...fresh });
await client.prompt.update({ name, version: 2, newLabels: ["production"] });
const after = await client.prompt.get(name, fresh);
const chat = await client.prompt.get(`${name}-chat`, { type: "chat", ...fresh });

const generation = startObservation("with prompt", { model: story.model, prompt: after }, { asType: "generation" });
generation.end();
await provider.forceFlush();

const listed = await client.api.prompts.list({ name });
// The SDK logs the answer that makes it fall back.
configureGlobalLogger({ level: LogLevel.NONE });
const fallback = await client.prompt.get(`${name}-none`, { fallback: "nothing", maxRetries: 0 });
await client.prompt.delete(name, { version: 1 });
report({
  created: [first.version, first.tags],
  before: [before.version, before.compile({ city: story.city })],
  staging: [staging.version, staging.config, staging.commitMessage],
  after: [after.version, after.compile({ city: story.city }), after.labels],
  chat: chat.compile({ city: story.city }, { history: story.history }),
  listed: listed.data.map((one) => [one.name, one.versions]),
  fallback: [fallback.isFallback, fallback.compile()],
  deleted: await statusOf(client.api.prompts.get(name, { version: 1 })),
  traceId: generation.traceId,
});
await provider.shutdown();
