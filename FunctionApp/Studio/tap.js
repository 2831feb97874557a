/** Runs on the audio thread: hands on what the microphone hears in blocks of a twentieth of a second. */
class Tap extends AudioWorkletProcessor {
  block = new Float32Array(Math.round(sampleRate / 20));
  filled = 0;

  process([[channel]]) {
    for (let from = 0; channel && from < channel.length;) {
      const count = Math.min(channel.length - from, this.block.length - this.filled);
      this.block.set(channel.subarray(from, from + count), this.filled);
      from += count;
      this.filled += count;
      if (this.filled === this.block.length) {
        this.port.postMessage(this.block.slice());
        this.filled = 0;
      }
    }

    return true;
  }
}

registerProcessor('tap', Tap);
