// Score configs, queues, comments, projects and members. Called with a trace, a user, and a key of the organisation.
import { LangfuseClient } from "@langfuse/client";
import { report, session, statusOf } from "../story.mjs";

const [objectId, userId, publicKey, secretKey] = process.argv.slice(2);
const { api } = new LangfuseClient();
const { api: managing } = new LangfuseClient({ publicKey, secretKey });
const told = {};

const config = await api.scoreConfigs.create({
  name: `tone ${session}`,
  dataType: "CATEGORICAL",
  categories: [{ label: "kind", value: 1 }, { label: "rude", value: 0 }],
  description: "how it sounds",
});
const read = await api.scoreConfigs.getById(config.id);
const changed = await api.scoreConfigs.update(config.id, { description: "how it reads", isArchived: true });
await api.scoreConfigs.update(config.id, { isArchived: false });
told.config = [read.name, read.dataType, read.categories.map(({ label, value }) => [label, value])];
told.changed = [changed.id === config.id, changed.description, changed.isArchived];
told.configs = (await api.scoreConfigs.get({ limit: 100 })).data.some(({ id }) => id === config.id);
told["missing config"] = await statusOf(api.scoreConfigs.getById("none"));

const queues = api.annotationQueues;
const asked = { name: session, scoreConfigIds: [config.id], description: "to look at" };
const queue = await queues.createQueue(asked);
const item = await queues.createQueueItem(queue.id, { objectId, objectType: "TRACE" });
const again = await queues.createQueueItem(queue.id, { objectId, objectType: "TRACE" });
const waiting = await queues.listQueueItems(queue.id, { status: "PENDING", limit: 10 });
const done = await queues.updateQueueItem(queue.id, item.id, { status: "COMPLETED" });
const assigned = await queues.createQueueAssignment(queue.id, { userId });
told.queue = [queue.name, queue.description, queue.scoreConfigIds[0] === config.id];
told.queues = (await queues.listQueues({ limit: 100 })).data.some(({ id }) => id === queue.id);
told["read queue"] = (await queues.getQueue(queue.id)).id === queue.id;
told.item = [item.objectId === objectId, item.objectType, item.status, again.id === item.id];
told.waiting = [waiting.data.map(({ id }) => id === item.id), waiting.meta.totalItems];
told.done = [done.status, Boolean(done.completedAt)];
told["read item"] = (await queues.getQueueItem(queue.id, item.id)).status;
told.assigned = [assigned.userId === userId, assigned.queueId === queue.id];
told.unassigned = (await queues.deleteQueueAssignment(queue.id, { userId })).success;
told.deleted = (await queues.deleteQueueItem(queue.id, item.id)).success;
told["missing item"] = await statusOf(queues.getQueueItem(queue.id, item.id));

const [own] = (await api.projects.get()).data;
const subject = { projectId: own.id, objectType: "TRACE", objectId };
const first = await api.comments.create({ ...subject, content: "Ünïcode 👍", authorUserId: userId });
await api.comments.create({ ...subject, content: "a second one" });
const comment = await api.comments.getById(first.id);
const listed = await api.comments.get({ objectType: "TRACE", objectId, limit: 100 });
const ofAuthor = await api.comments.get({ objectType: "TRACE", objectId, authorUserId: userId });
told.comment = [comment.content, comment.objectType, comment.objectId === objectId, comment.authorUserId];
told.comments = [listed.data.map(({ content }) => content).sort(), listed.meta.totalItems];
told["of author"] = ofAuthor.data.map(({ id }) => id === first.id);
told["missing comment"] = await statusOf(api.comments.getById("none"));

const project = await managing.projects.create({ name: session, retention: 0, metadata: { team: "Köln" } });
const renaming = { name: `${session} 2`, metadata: { team: ["Bonn"] }, retention: 0 };
const renamed = await managing.projects.update(project.id, renaming);
const key = await managing.projects.createApiKey(project.id, { note: "for a script" });
const { apiKeys } = await managing.projects.getApiKeys(project.id);
const { memberships } = await managing.organizations.getOrganizationMemberships();
const promoted = await managing.organizations.updateOrganizationMembership({ userId, role: "MEMBER" });
const lowered = await managing.organizations.updateProjectMembership(project.id, { userId, role: "VIEWER" });
const inProject = await managing.organizations.getProjectMemberships(project.id);
await managing.organizations.deleteProjectMembership(project.id, { userId });
const ofOrganisation = await managing.organizations.getOrganizationProjects();
const organisationKeys = await managing.organizations.getOrganizationApiKeys();
told.own = [own.id, own.name];
told.made = [project.name, project.metadata];
told.renamed = [renamed.id === project.id, renamed.name, renamed.metadata];
told.key = [key.note, key.secretKey.startsWith("sk-lf-"), apiKeys.map((one) => one.publicKey === key.publicKey)];
told.projects = ofOrganisation.projects.some(({ id }) => id === project.id);
told.keys = organisationKeys.apiKeys.some((one) => one.publicKey === publicKey);
told.members = memberships.some((one) => one.userId === userId);
told.promoted = [promoted.userId === userId, promoted.role];
told.lowered = [lowered.role, inProject.memberships.map(({ role }) => role)];
told["no key"] = (await managing.projects.deleteApiKey(project.id, key.id)).success;
told["deleted project"] = (await managing.projects.delete(project.id)).success;
told["of a project's key"] = await statusOf(api.organizations.getOrganizationMemberships());
const nobody = { userId: "none", role: "VIEWER" };
told["missing member"] = await statusOf(managing.organizations.updateOrganizationMembership(nobody));
report(told);
