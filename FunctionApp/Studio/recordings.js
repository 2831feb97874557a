import { el } from './dom.js';
import { number, t, wordRejection } from './i18n.js';
import { gradeBadge } from './verdict.js';
import { adviceOf, clipName, worstFirst } from './words.js';

/** The recordings that a voice is made of, side by side, and what to record again. */
export function showRecordings(recordings) {
  const heads = ['recordings.name', 'recordings.part', 'recordings.similarity', 'recordings.grade'];
  return el('table', { class: 'verdict recordings', role: 'table' },
    el('caption', { class: 'said' }, t('voice.recordings')),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads.map(key => el('th', { scope: 'col', role: 'columnheader' }, t(key))))),
    el('tbody', { role: 'rowgroup' }, recordings.map(recording =>
      el('tr', { role: 'row' },
        el('th', { scope: 'row', role: 'rowheader' },
          el('span', {}, el('a', { href: `#/voices/${recording.id}` }, clipName(recording.source))),
          el('span', { class: 'note' }, adviceFor(recording))),
        el('td', { role: 'cell', class: 'number value' }, t('recordings.percent', { n: number(recording.part * 100, 0) })),
        el('td', { role: 'cell', class: 'number' }, recording.similarity === undefined ? '–' : number(recording.similarity, 2)),
        el('td', { role: 'cell' }, recording.rejection ? el('span', { class: 'badge rejected' }, t('recordings.again')) : gradeBadge(recording.verdict.grade))))));
}

/** Why it is not used and what helps, or else what is worst about it. */
function adviceFor({ rejection, verdict }) {
  if (rejection) {
    const { message, advice } = wordRejection(rejection);
    return `${message} ${advice}`;
  }

  return adviceOf(worstFirst(verdict.checks)[0]);
}
