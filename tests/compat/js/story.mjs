// What every program sends, as plain values (story.json), and the files that it attaches.
import { readFileSync } from "node:fs";

export const story = JSON.parse(readFileSync(new URL("story.json", import.meta.url), "utf8"));

// Names of this run's own: the test chooses it.
export const run = process.env.COMPAT_RUN;
export const session = `session-${run}`;

// Bytes that no encoding leaves as they are. The test makes the same ones.
export const file = Uint8Array.from({ length: 256 * 300 }, (_, place) => place % 256);
const inlineFile = Uint8Array.from({ length: 256 * 20 }, (_, place) => 255 - (place % 256));
export const inlineUri = `data:${story.inlineType};base64,${Buffer.from(inlineFile).toString("base64")}`;

/** Print what the test compares; it is the last line. */
export function report(result) {
  console.log(JSON.stringify(result));
}

/** The answer of a call that fails: its HTTP status. */
export async function statusOf(call) {
  try {
    await call;
  } catch (error) {
    return error.statusCode ?? error.status ?? String(error);
  }
  return 200;
}
