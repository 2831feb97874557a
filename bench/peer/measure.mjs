// Clips a minute and waiting times of services that take turns: VoicePrep with this or that setting, of this or another checkout, and the pipeline beside it.
//
//   (cd bench/peer && npm install)                                            once, for the peer; ./setup.sh --peers builds whisper-server
//   ./run.sh bench model base --output weights
//   node bench/peer/measure.mjs models/demo/sample.wav --model weights/base-random-float16.bin --system peer --system voiceprep
//   node bench/peer/measure.mjs CLIP --model MODEL --system one:Whisper__Concurrency=1 --system old:checkout=FOLDER,Whisper__BatchSize=1
//
// --at-once 1 4 16: clips at once.  --clips 12: of each measurement, at least.  --rounds 2.  --language auto.  --library FOLDER: another libwhisper than the app's own, for VoicePrep.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, openAsBlob, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const cache = process.env.VOICEPREP_CACHE ?? join(root, '.cache');
const { values: options, positionals: [recording] } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' },
    system: { type: 'string', multiple: true, default: ['peer', 'voiceprep'] },
    'at-once': { type: 'string', default: '1,4,16' },
    clips: { type: 'string', default: '12' },
    rounds: { type: 'string', default: '2' },
    language: { type: 'string', default: 'auto' },
    library: { type: 'string' },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'voiceprep-peer-'));
const sleep = milliseconds => new Promise(done => setTimeout(done, milliseconds));

/** Ten seconds in stereo at 44.1 kHz, as recorders write it. */
function makeClip() {
  const clip = join(folder, 'clip.wav');
  execFileSync('ffmpeg', ['-nostdin', '-v', 'error', '-stream_loop', '-1', '-i', recording, '-t', '10', '-ac', '2', '-ar', '44100', clip]);
  return clip;
}

async function freePort() {
  const server = createServer();
  await new Promise(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise(done => server.close(done));
  return port;
}

const children = new Set();
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => process.exit(1));
process.on('exit', () => {
  children.forEach(child => child.kill('SIGTERM'));
  rmSync(folder, { recursive: true, force: true });
});

async function start(address, program, args, environment = {}) {
  const child = spawn(program, args, { stdio: 'ignore', env: { ...process.env, ...environment } });
  children.add(child);
  const exited = new Promise(done => child.once('exit', done));
  for (let ready = false; !ready; await sleep(20)) {
    if (child.exitCode !== null)
      throw new Error(`${program} ended with exit code ${child.exitCode}`);
    ready = await fetch(address).then(answer => answer.ok, () => false);
  }
  return async () => {
    child.kill('SIGTERM');
    await exited;
    children.delete(child);
  };
}

async function startPeer() {
  const { Pipeline } = await import('./pipeline.mjs');
  const port = await freePort(), server = `http://127.0.0.1:${port}`;
  const stop = await start(`${server}/health`, join(cache, 'peers/whisper-server'), ['-m', options.model, '-t', String(availableParallelism()), '--host', '127.0.0.1', '--port', String(port), '-nf', '-ng']);
  const pipeline = await Pipeline.create(join(cache, 'silero/silero_vad_v6.onnx'), server);
  return { stop, prepare: clip => pipeline.prepare(clip, options.language) };
}

async function startVoicePrep({ checkout = root, ...settings }) {
  const home = mkdtempSync(join(folder, 'service-'));
  symlinkSync(join(cache, 'azurite'), join(home, 'azurite'));
  const port = await freePort(), address = `http://127.0.0.1:${port}`;
  const stop = await start(
    `${address}/api/health`, 'dotnet',
    [join(checkout, 'Cli/bin/Release/net10.0/voiceprep.dll'), 'serve', '--offline', '--port', String(port), '--storage-port', String(20_000 + port % 10_000)],
    { VOICEPREP_CACHE: home, Whisper__Model: options.model, Whisper__Device: 'cpu', Voice__Model: 'demo', ...(options.library && { Whisper__LibraryFolder: options.library }), ...settings });
  const prepare = async clip => {
    const body = await openAsBlob(clip);
    const { id } = await (await fetch(`${address}/api/voices?fileName=clip.wav&language=${options.language}`, { method: 'POST', body })).json();
    const posted = performance.now(); // asked as often as by the command line
    for (; ; await sleep(Math.min(1000, Math.max(150, (performance.now() - posted) / 10)))) {
      const voice = await (await fetch(`${address}/api/voices/${id}`)).json();
      if (voice.status === 'completed')
        return;
      if (voice.status !== 'queued' && voice.status !== 'running')
        throw new Error(JSON.stringify(voice));
    }
  };
  return { stop, prepare };
}

const started = spec => {
  if (spec === 'peer')
    return startPeer();
  const settings = spec.split(':', 2)[1]?.split(',').map(setting => setting.split('=', 2)) ?? [];
  return startVoicePrep(Object.fromEntries(settings));
};

/** So many at once, each again and again. */
async function load(system, clip, atOnce) {
  const each = Math.ceil(Number(options.clips) / atOnce), times = [], began = performance.now();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let i = 0; i < each; i++) {
      const since = performance.now();
      await system.prepare(clip);
      times.push((performance.now() - since) / 1000);
    }
  }));
  return { times, seconds: (performance.now() - began) / 1000 };
}

const clip = makeClip(), levels = options['at-once'].split(',').map(Number), results = new Map();
for (let round = 0; round < Number(options.rounds); round++) {
  const order = options.system.map((_, i) => options.system[(i + round) % options.system.length]);
  for (const spec of order) {
    const since = performance.now(), system = await started(spec);
    console.error(`round ${round + 1}: ${spec}, ready after ${((performance.now() - since) / 1000).toFixed(1)} s`);
    for (let i = 0; i < 2; i++) // not counted: what runs first is compiled first
      await Promise.all([system.prepare(clip), system.prepare(clip)]);
    for (const atOnce of levels) {
      const { times, seconds } = await load(system, clip, atOnce), key = `${atOnce}|${spec}`;
      const result = results.get(key) ?? { times: [], seconds: 0 };
      results.set(key, { times: [...result.times, ...times], seconds: result.seconds + seconds });
      console.error(`  ${atOnce} at once: ${times.map(time => time.toFixed(2)).join(' ')}; ${(60 * times.length / seconds).toFixed(1)} a minute`);
    }
    await system.stop();
  }
}

console.log('| at once | system | n | mean s | p50 | p95 | max | clips a minute |\n|---|---|---|---|---|---|---|---|');
for (const atOnce of levels) {
  for (const spec of options.system) {
    const { times, seconds } = results.get(`${atOnce}|${spec}`), sorted = times.toSorted((a, b) => a - b);
    const at = share => sorted[Math.ceil(share * sorted.length) - 1].toFixed(2);
    const mean = times.reduce((a, b) => a + b) / times.length;
    console.log(`| ${atOnce} | ${spec} | ${times.length} | ${mean.toFixed(2)} | ${at(0.5)} | ${at(0.95)} | ${at(1)} | ${(60 * times.length / seconds).toFixed(1)} |`);
  }
}
