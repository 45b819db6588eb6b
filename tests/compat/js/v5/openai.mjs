// OpenAI's client in Langfuse's wrapper: one call, and one that streams.
import { observeOpenAI } from "@langfuse/openai";
import { startActiveObservation } from "@langfuse/tracing";
import OpenAI from "openai";
import { report, story } from "../story.mjs";
import { startTelemetry } from "./telemetry.mjs";

const provider = startTelemetry();
const openai = new OpenAI({ apiKey: "none", baseURL: process.env.MODEL_URL });

const traceId = await startActiveObservation("calls", async (root) => {
  const request = { model: story.model, messages: story.messages, temperature: 0.5 };
  await observeOpenAI(openai, { generationName: "asked" }).chat.completions.create(request);
  const streamed = await observeOpenAI(openai, { generationName: "streamed" }).chat.completions.create({
    ...request,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const _ of streamed);
  return root.traceId;
});
await provider.shutdown();
report({ traceId });
