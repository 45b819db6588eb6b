// Scores and traces are gone as soon as their deletion is answered. Called with the trace's id.
import { LangfuseClient } from "@langfuse/client";
import { report, statusOf } from "../story.mjs";

const traceId = process.argv[2];
const { api } = new LangfuseClient();
const score = await api.scores.create({ traceId, name: "brief", value: "bad", dataType: "CATEGORICAL" });
const before = (await api.scores.getById(score.id)).stringValue;
await api.legacy.scoreV1.delete(score.id);
const after = await statusOf(api.scores.getById(score.id));
await api.trace.delete(traceId);
report({ before, after, trace: await statusOf(api.trace.get(traceId)) });
