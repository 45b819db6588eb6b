// Everything that can be read of the trace with the SDK's own client. Called with the trace's id.
import { LangfuseClient } from "@langfuse/client";
import { report, run, session, statusOf, story } from "../story.mjs";

const traceId = process.argv[2];
const client = new LangfuseClient();
const { api } = client;
const names = (found) => found.map((one) => one.name).sort();

/** All pages that a cursor leads through. */
async function byCursor(read) {
  const found = [];
  let cursor;
  do {
    const page = await read(cursor);
    found.push(...page.data);
    cursor = page.meta.cursor;
  } while (cursor);
  return found;
}

const trace = await api.trace.get(traceId);
const slim = await api.trace.get(traceId, { fields: "core" });
const withFile = trace.observations.find((one) => one.name === "file");
const projects = await api.projects.get();
const query = { metrics: [{ measure: "count", aggregation: "count" }], dimensions: [{ field: "providedModelName" }] };
const span = {
  fromTimestamp: new Date(Date.now() - 3_600_000).toISOString(),
  toTimestamp: new Date(Date.now() + 3_600_000).toISOString(),
  filters: [{ column: "sessionId", operator: "=", value: session, type: "string" }],
};
const metrics = (version) => JSON.stringify({ view: "observations", ...query, ...span, ...version });
const filter = JSON.stringify([{ type: "string", column: "sessionId", operator: "=", value: session }]);

report({
  health: (await api.health.health()).status,
  projects: projects.data.map((one) => one.name),
  trace: names(trace.observations),
  "slim trace": [slim.name, slim.observations?.length ?? 0],
  traces: (await api.trace.list({ sessionId: session, tags: story.tags, fields: "core" })).data.map((one) => one.id),
  "traces by filter": (await api.trace.list({ filter })).data.map((one) => one.id),
  observation: (await api.legacy.observationsV1.get(withFile.id)).name,
  "observations v1": names((await api.legacy.observationsV1.getMany({ traceId, limit: 100 })).data),
  "observations v2": names(
    await byCursor((cursor) => api.observations.getMany({ traceId, limit: 4, fields: "core,basic,io", cursor })),
  ),
  sessions: (await api.sessions.list({ limit: 100 })).data.map((one) => one.id).includes(session),
  session: (await api.sessions.get(session)).traces.map((one) => one.id),
  "scores v2": names((await api.scores.getMany({ traceId })).data),
  "scores v3": names(await byCursor((cursor) => api.scoresV3.getManyV3({ traceId, limit: 2, cursor }))),
  score: (await api.scores.getById(`again-${run}`)).value,
  "metrics v1": (await api.legacy.metricsV1.metrics({ query: metrics() })).data,
  "metrics v2": (await api.metrics.metrics({ query: metrics() })).data,
  models: (await api.models.list({ limit: 1 })).data.length,
  media: await api.media.get(/id=([^|]+)/.exec(withFile.input.file)[1]),
  resolved: (await client.media.resolveReferences({ obj: withFile.input, resolveWith: "base64DataUri" })).file,
  missing: await statusOf(api.trace.get("0".repeat(31) + "1")),
  "wrong key": await statusOf(new LangfuseClient({ secretKey: "sk-lf-wrong" }).api.projects.get()),
});
