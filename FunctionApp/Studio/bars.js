import { el } from './dom.js';

/** Lengths beside each other: `rows` of [name, share of the whole 0 to 1, value in words, 'taken' | 'cut' | 'poor']. */
export function showBars(rows, title) {
  return el('div', { class: 'bars' }, title && el('p', { class: 'bars-title' }, title), rows.map(([name, share, value, kind]) => {
    const fill = el('span', { class: `bar-fill ${kind}` });
    fill.style.width = `${Math.min(1, Math.max(0, share)) * 100}%`;
    return el('div', { class: 'bar' }, el('span', {}, name), el('span', { class: 'bar-room', 'aria-hidden': 'true' }, fill), el('strong', { class: 'number' }, value));
  }));
}
