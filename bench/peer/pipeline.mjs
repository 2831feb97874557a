// What a user could build in a day: ffmpeg, Silero's voice activity, and a warm whisper-server.
// It makes a transcript of the speech; there is no verdict, no embedding, no storage, and a crash loses what it had begun.
import { execFile } from 'node:child_process';
import ort from 'onnxruntime-node';

const rate = 16_000, frame = 512, context = 64, silence = 10; // frames of silence that end the speech

export class Pipeline {
  #server; #silero;

  /** `silero`: the file of the model, version 6; `server`: the address of whisper-server. */
  static async create(silero, server) {
    const pipeline = new Pipeline();
    pipeline.#server = server;
    pipeline.#silero = await ort.InferenceSession.create(silero, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    return pipeline;
  }

  async prepare(clip, language) {
    const samples = await decode(clip);
    const [start, end] = await this.#speech(samples);
    const form = new FormData();
    form.set('file', new Blob([wave(samples.subarray(start, end))]), 'clip.wav');
    form.set('language', language);
    form.set('response_format', 'json');
    const response = await fetch(new URL('/inference', this.#server), { method: 'POST', body: form });
    const text = await response.text();
    if (!response.ok || !text.includes('"text"'))
      throw new Error(`whisper-server answered ${response.status}: ${text}`);
    return text;
  }

  /** First and last sample of the speech, of which 30 s are heard. */
  async #speech(samples) {
    const input = new Float32Array(context + frame), sr = new ort.Tensor('int64', BigInt64Array.from([BigInt(rate)]), []);
    let state = new ort.Tensor('float32', new Float32Array(2 * 128), [2, 1, 128]);
    let first = -1, last = 0;
    for (let at = 0; at + frame <= samples.length; at += frame) {
      input.copyWithin(0, frame);
      input.set(samples.subarray(at, at + frame), context);
      const result = await this.#silero.run({ input: new ort.Tensor('float32', input, [1, input.length]), state, sr });
      state = result.stateN;
      if (result.output.data[0] < 0.5)
        continue;
      first = first < 0 ? at : first;
      last = at + frame;
    }
    if (first < 0)
      throw new Error('no speech');
    const start = Math.max(0, first - silence * frame);
    return [start, Math.min(samples.length, last + silence * frame, start + 30 * rate)];
  }
}

/** 16 kHz mono. */
function decode(clip) {
  return new Promise((resolve, reject) => execFile(
    'ffmpeg', ['-nostdin', '-v', 'error', '-threads', '2', '-i', clip, '-map', '0:a:0', '-ac', '1', '-ar', String(rate), '-f', 'f32le', 'pipe:1'],
    { encoding: 'buffer', maxBuffer: 1 << 28 },
    (error, output) => error ? reject(error) : resolve(new Float32Array(output.buffer.slice(output.byteOffset, output.byteOffset + output.length)))));
}

function wave(samples) {
  const file = Buffer.alloc(44 + 2 * samples.length);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + 2 * samples.length, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(rate, 24);
  file.writeUInt32LE(2 * rate, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(2 * samples.length, 40);
  for (let i = 0; i < samples.length; i++)
    file.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(32767 * samples[i]))), 44 + 2 * i);
  return file;
}
