import { getJson } from './api.js';
import { showBars } from './bars.js';
import { el, icon } from './dom.js';
import { number, t, wordError } from './i18n.js';
import { showResult } from './recording.js';
import { gradeBadge } from './verdict.js';
import { duration, labelOf, measured, voiceName } from './words.js';

/** Two voices beside each other, and how alike they sound. */
export async function showCompare(root, a, b) {
  const voices = await Promise.all([a, b].map(id => getJson(`voices/${id}`)));
  const profiles = voices.map(voice => voice.profile);
  if (profiles.some(profile => !profile)) {
    root.append(el('section', { class: 'panel' }, el('h1', {}, t('compare.title')), el('p', {}, t('compare.unfinished'))));
    return;
  }

  const names = profiles.map(voiceName);
  const speech = await Promise.all([a, b].map(id => getJson(`voices/${id}/files/waveform.json`).then(waveform => waveform.speech, () => [])));
  const results = profiles.map((profile, i) => showResult({ id: profile.id, clip: profile.clip, speech: speech[i] }));
  root.append(
    el('header', { class: 'head' },
      el('p', { class: 'crumb' }, el('a', { href: '#/voices' }, icon('back'), t('nav.voices'))),
      el('h1', {}, t('compare.title')),
      el('p', { class: 'lead' }, t('compare.lead', { a: names[0], b: names[1] }))),
    await showSimilarity(a, b, profiles, names),
    el('div', { class: 'two' }, results.map((result, i) => el('section', { class: 'panel' },
      el('h2', {}, el('a', { href: `#/voices/${profiles[i].id}` }, names[i]), ' ', gradeBadge(profiles[i].verdict.grade)),
      result.picture.element,
      el('p', { class: 'note' }, t('compare.taken', { taken: duration(profiles[i].clip.window.seconds), seconds: duration(profiles[i].clip.seconds) })),
      el('p', { class: 'said-text', lang: profiles[i].transcript.language }, profiles[i].transcript.text)))),
    el('section', { class: 'panel' }, el('h2', {}, t('voice.verdict')), table(profiles, names)));
  return () => results.forEach(result => result.destroy());
}

async function showSimilarity(a, b, profiles, names) {
  const panel = el('section', { class: 'panel' }, el('h2', {}, t('compare.similarity')));
  try {
    const { similarity } = await getJson(`voices/${a}/similarity/${b}`);
    const own = profiles.map(profile => profile.embedding.consistency?.mean);
    const rows = [
      [t('compare.each'), similarity, 'taken'],
      ...own.flatMap((mean, i) => mean === undefined ? [] : [[t('compare.within', { name: names[i] }), mean, 'cut']]),
    ];
    panel.append(
      el('p', { class: 'similarity number' }, number(similarity, 2)),
      el('p', {}, t('compare.meaning')),
      showBars(rows.map(([name, value, kind]) => [name, value, number(value, 2), kind])));
  } catch (error) {
    panel.append(el('p', { class: 'wrong' }, wordError(error)));
  }

  return panel;
}

function table(profiles, names) {
  const checks = profiles.map(profile => new Map(profile.verdict.checks.map(check => [check.name, check])));
  const rows = [...new Map([...checks[0], ...checks[1]]).keys()];
  const cell = check => el('td', {}, !check || check.value === undefined ? '–' : measured(check.value, check.unit), ' ', check && check.outcome !== 'good' ? gradeBadge(check.outcome) : null);
  return el('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': t('voice.verdict') }, el('table', { class: 'pairs' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, t('verdict.check')), names.map(name => el('th', { scope: 'col' }, name)))),
    el('tbody', {}, rows.map(name => el('tr', {}, el('th', { scope: 'row' }, labelOf({ name })), cell(checks[0].get(name)), cell(checks[1].get(name)))))));
}
