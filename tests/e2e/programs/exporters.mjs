// The same trace as exporters.py, by the SDK for JavaScript.
import { SpanStatusCode, trace } from "@opentelemetry/api";
import { startTracing } from "./tracing.mjs";

const provider = startTracing();
const tracer = trace.getTracer("shop", "1.0.0");
const links = [{ context: { traceId: "0".repeat(30) + "a1", spanId: "0".repeat(14) + "b2", traceFlags: 1 }, attributes: { why: "retry" } }];

const traceId = tracer.startActiveSpan("answer", { links }, (root) => {
  root.setAttributes({ "user.id": "ada", "session.id": "s-1", list: [1, 2], flag: true });
  tracer.startActiveSpan("chat", (call) => {
    call.setAttributes({
      "gen_ai.operation.name": "chat",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.input.messages": '[{"role": "user", "content": "Hi"}]',
      "gen_ai.output.messages": '[{"role": "assistant", "content": "Hello"}]',
      "gen_ai.usage.input_tokens": 100,
      "gen_ai.usage.output_tokens": 30,
    });
    call.end();
  });
  tracer.startActiveSpan("execute_tool", (tool) => {
    tool.setAttributes({ "gen_ai.tool.name": "weather", "gen_ai.tool.call.arguments": '{"city": "Paris"}' });
    tool.setStatus({ code: SpanStatusCode.ERROR, message: "no such city" });
    tool.end();
  });
  root.end();
  return root.spanContext().traceId;
});
await provider.shutdown();
console.log(traceId);
