// A call through Vercel's AI SDK with a tool, seen by its own telemetry.
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { trace } from "@opentelemetry/api";
import { generateText, stepCountIs, tool } from "ai";
import { z } from "zod";
import { startTracing } from "./tracing.mjs";

const provider = startTracing();
const models = createOpenAICompatible({ name: "openai", baseURL: process.env.MODEL_URL, apiKey: "none" });

const traceId = await trace.getTracer("shop").startActiveSpan("question", async (root) => {
  await generateText({
    model: models("gpt-4o-mini"),
    system: "Be brief",
    prompt: "Weather in Paris?",
    stopWhen: stepCountIs(3),
    tools: {
      weather: tool({
        description: "Weather of a city",
        inputSchema: z.object({ city: z.string() }),
        execute: async ({ city }) => `sunny in ${city}`,
      }),
    },
    experimental_telemetry: { isEnabled: true, functionId: "forecast", metadata: { userId: "ada", plan: "pro" } },
  });
  root.end();
  return root.spanContext().traceId;
});
await provider.shutdown();
console.log(traceId);
