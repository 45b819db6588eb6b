// Everything that can be read of the trace with this SDK's own client. Called with the trace's id.
import { Langfuse } from "langfuse";
import { report, session, statusOf, story } from "../story.mjs";

const traceId = process.argv[2];
const client = new Langfuse();
const names = (found) => found.map((one) => one.name).sort();

const trace = (await client.fetchTrace(traceId)).data;
const pages = [1, 2].map((page) => client.fetchObservations({ traceId, limit: 4, page }));
const observations = (await Promise.all(pages)).flatMap((page) => page.data);
const withFile = observations.find((one) => one.name === "file");
const query = JSON.stringify({
  view: "scores-numeric",
  metrics: [{ measure: "value", aggregation: "avg" }],
  dimensions: [{ field: "name" }],
  filters: [{ column: "sessionId", operator: "=", value: session, type: "string" }],
  fromTimestamp: new Date(Date.now() - 3_600_000).toISOString(),
  toTimestamp: new Date(Date.now() + 3_600_000).toISOString(),
});

report({
  projects: (await client.api.projectsGet()).data.map((one) => one.name),
  trace: names(trace.observations),
  traces: (await client.fetchTraces({ sessionId: session, tags: story.tags })).data.map((one) => one.id),
  observation: (await client.fetchObservation(withFile.id)).data.name,
  "observations v1": names(observations),
  sessions: (await client.fetchSessions({ limit: 100 })).data.map((one) => one.id).includes(session),
  session: (await client.api.sessionsGet(session)).traces.map((one) => one.id),
  "scores v2": names((await client.api.scoreV2Get({ traceId })).data),
  metrics: (await client.api.metricsMetrics({ query })).data,
  media: await client.fetchMedia(/id=([^|]+)/.exec(withFile.input.file)[1]),
  resolved: (await client.resolveMediaReferences({ obj: withFile.input, resolveWith: "base64DataUri" })).file,
  missing: await statusOf(client.api.traceGet("no-such-trace")),
});
