/** Limits of a good level; those of the verdict, which measures the recording itself later. dBFS and dB. */
const limits = { silent: -85, tooLow: -36, tooHot: -1, clipped: 0.99, noisyRoom: -45, signalToNoise: 20, speech: 9 };

const blocksPerSecond = 20;
const remembered = 10 * blocksPerSecond;
const held = 3 * blocksPerSecond;

const decibels = amplitude => Math.max(-100, 20 * Math.log10(amplitude));

/**
 * What is to be said of a microphone's level, block by block (1/20 s).
 * The noise is what the quietest blocks of the last ten seconds hold, the voice what the loud ones do.
 */
export class LevelMeter {
  #levels = [];
  #sinceClipped = Infinity;
  #heard = false;

  /** Level of the last block: RMS and peak. dBFS. */
  level = -100;
  peak = -100;

  /** Level of the voice and of the noise; null before there is enough to tell. dBFS. */
  voice = null;
  noise = null;

  /** `waiting`, `silent`, `clipping`, `hot`, `low`, `noisy` or `good`. */
  state = 'waiting';

  push(samples) {
    let sum = 0;
    let peak = 0;
    for (const sample of samples) {
      sum += sample * sample;
      peak = Math.max(peak, Math.abs(sample));
    }

    this.level = decibels(Math.sqrt(sum / samples.length));
    this.peak = decibels(peak);
    this.#sinceClipped = peak >= limits.clipped ? 0 : this.#sinceClipped + 1;
    this.#levels.push({ level: this.level, peak: this.peak });
    if (this.#levels.length > remembered) {
      this.#levels.shift();
    }

    this.#judge();
  }

  #judge() {
    const sorted = this.#levels.map(block => block.level).sort((a, b) => a - b);
    const at = share => sorted[Math.floor(share * (sorted.length - 1))];
    const enough = sorted.length >= 2 * blocksPerSecond;
    this.noise = enough ? at(0.05) : null;
    const loud = at(0.8);
    this.#heard ||= enough && loud - at(0.05) > limits.speech && loud > -55;
    this.voice = this.#heard ? loud : null;
    const recent = this.#levels.slice(-held);
    this.state =
      this.#sinceClipped < held ? 'clipping'
      : recent.length >= blocksPerSecond && recent.every(block => block.peak < limits.silent) ? 'silent'
      : !enough ? 'waiting'
      : !this.#heard ? (this.noise > limits.noisyRoom ? 'noisy' : 'waiting')
      : Math.max(...recent.map(block => block.peak)) > limits.tooHot ? 'hot'
      : this.voice < limits.tooLow ? 'low'
      : this.voice - this.noise < limits.signalToNoise ? 'noisy'
      : 'good';
  }
}
