// Prepares a recording: node examples/prepare.mjs RECORDING [FOLDER]
// VOICEPREP_URL is the service, VOICEPREP_KEY its function key where it wants one. Needs node 20 or later, and nothing else.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout } from "node:timers/promises";

const [recording, folder = "."] = process.argv.slice(2);
const { VOICEPREP_URL: url = "http://127.0.0.1:7071", VOICEPREP_KEY: key = "" } = process.env;

function fail(message) {
  console.error(message);
  process.exit(1);
}

async function call(path, options = {}) {
  const response = await fetch(`${url}/api/${path}`, { ...options, headers: { "x-functions-key": key } });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({ code: response.status, detail: response.statusText }));
    fail(`${problem.code}: ${problem.detail}`);
  }
  return response;
}

const started = await call(`voices?fileName=${encodeURIComponent(basename(recording))}`, { method: "POST", body: await readFile(recording) });
let voice = await started.json();
while (voice.status === "queued" || voice.status === "running") {
  await setTimeout(1000);
  voice = await (await call(`voices/${voice.id}`)).json();
}
if (voice.status === "rejected") fail(`${voice.rejection.message} ${voice.rejection.advice}`);
if (voice.status === "failed") fail(voice.error);

console.log(voice.profile.transcript.text);
await mkdir(folder, { recursive: true });
for (const name of ["reference.wav", "embedding.npy"]) {
  await writeFile(join(folder, name), Buffer.from(await (await call(`voices/${voice.id}/files/${name}`)).arrayBuffer()));
}
