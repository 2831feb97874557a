import { el, svgEl } from './dom.js';
import { t } from './i18n.js';
import { duration } from './words.js';

const marks = [5, 10, 30];

/** A picture of a recording as it grows: its wave over seconds, with 5, 10 and 30 marked, and what each length is worth. */
export class Timeline {
  #path = svgEl('path', { class: 'wave' });
  #zones = el('div', { class: 'zones', 'aria-hidden': 'true' });
  #head = el('div', { class: 'head-line', 'aria-hidden': 'true' });
  #picture = svgEl('svg', { viewBox: '0 0 1000 100', preserveAspectRatio: 'none', 'aria-hidden': 'true' }, this.#path);

  element = el('div', { class: 'timeline' }, el('div', { class: 'wave-box' }, this.#picture, this.#head), this.#zones);

  #span = 0;

  /** `peaks`: the largest magnitude of each block; `secondsPerPeak`: what one stands for; `at`: where it is played, seconds. */
  draw(peaks, secondsPerPeak, at = peaks.length * secondsPerPeak) {
    const seconds = peaks.length * secondsPerPeak;
    this.#scale(Math.max(36, Math.ceil((seconds + 2) / 10) * 10));
    const step = 1000 * secondsPerPeak / this.#span;
    this.#path.setAttribute('d', peaks.map((peak, i) => {
      const half = Math.max(0.8, 48 * Math.min(1, Math.sqrt(peak)));
      return `M${(i * step + step / 2).toFixed(1)} ${(50 - half).toFixed(1)}V${(50 + half).toFixed(1)}`;
    }).join(''));
    this.#path.style.strokeWidth = `${step * 0.7}`;
    this.#head.style.insetInlineStart = `${100 * at / this.#span}%`;
    this.#head.hidden = seconds === 0;
  }

  #scale(span) {
    if (span === this.#span) {
      return;
    }

    this.#span = span;
    const edges = [0, ...marks, span];
    this.#zones.replaceChildren(...['short', 'enough', 'best', 'long'].map((zone, i) => {
      const part = el('div', { class: `zone ${zone}` }, el('span', { class: 'zone-name' }, t(`record.zone.${zone}`)), i < marks.length ? el('span', { class: 'zone-mark' }, duration(marks[i])) : null);
      part.style.width = `${100 * (edges[i + 1] - edges[i]) / span}%`;
      return part;
    }));
  }
}
