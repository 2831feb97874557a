/** A microphone that is open: hands on blocks of samples (1/20 s, mono) as they come. */
export class Capture {
  #context;
  #stream;

  /** Opens a microphone, the default one where no device is named, without the browser's effects: they take from a voice what a clone needs. */
  static async open(deviceId, onBlock, onEnded) {
    const capture = new Capture();
    const effects = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    capture.#stream = await navigator.mediaDevices.getUserMedia({ audio: { ...effects, channelCount: 1, ...(deviceId ? { deviceId: { exact: deviceId } } : {}) } });
    try {
      const [track] = capture.#stream.getAudioTracks();
      track.addEventListener('ended', onEnded);
      capture.deviceId = track.getSettings().deviceId;
      const context = capture.#context = new AudioContext();
      await context.audioWorklet.addModule(new URL('tap.js', import.meta.url));
      await context.resume();
      const tap = new AudioWorkletNode(context, 'tap', { channelCount: 1, channelCountMode: 'explicit' });
      tap.port.onmessage = event => onBlock(event.data);
      context.createMediaStreamSource(capture.#stream).connect(tap).connect(context.destination); // what it puts out is silence
    } catch (error) {
      capture.close();
      throw error;
    }

    return capture;
  }

  /** Samples a second. */
  get rate() {
    return this.#context.sampleRate;
  }

  close() {
    for (const track of this.#stream.getTracks()) {
      track.stop();
    }

    if (this.#context && this.#context.state !== 'closed') {
      this.#context.close();
    }
  }
}

/** The microphones by name; names are empty before one was allowed. */
export const microphones = async () => (await navigator.mediaDevices.enumerateDevices()).filter(device => device.kind === 'audioinput' && device.deviceId !== 'communications');

/** Blocks of samples, -1 to 1, as a WAV file: mono, 24 bit, nothing lost to a codec. */
export function toWav(blocks, rate) {
  const count = blocks.reduce((sum, block) => sum + block.length, 0);
  const bytes = count * 3;
  const view = new DataView(new ArrayBuffer(44 + bytes));
  const word = (at, text) => [...text].forEach((letter, i) => view.setUint8(at + i, letter.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, 36 + bytes, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 3, true);
  view.setUint16(32, 3, true);
  view.setUint16(34, 24, true);
  word(36, 'data');
  view.setUint32(40, bytes, true);
  let at = 44;
  for (const block of blocks) {
    for (const sample of block) {
      const value = Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fffff);
      view.setUint16(at, value & 0xffff, true);
      view.setInt8(at + 2, value >> 16);
      at += 3;
    }
  }

  return new Blob([view], { type: 'audio/wav' });
}
