import { getJson } from './api.js';
import { showConsent } from './consent.js';
import { el, icon } from './dom.js';
import { t } from './i18n.js';
import { showGive } from './give.js';
import { showRecord } from './record.js';
import { showWatch } from './watch.js';

const tips = ['person', 'clock', 'quiet', 'hand'];

/** Where voices are given and watched. */
export function showPrepare(root) {
  const record = el('section', { class: 'panel recorder', 'aria-labelledby': 'record-title' });
  const give = el('section', { class: 'panel giver', 'aria-labelledby': 'give-title' });
  const watch = el('section', { class: 'watch', 'aria-labelledby': 'watch-title' });
  const consent = el('section', { class: 'panel' });
  const health = getJson('health', { accept: [503] });
  showConsent(consent, health);
  root.classList.add('prepare');
  root.append(
    el('header', { class: 'head' }, el('h1', {}, t('prepare.title')), el('p', { class: 'lead' }, t('prepare.lead'))),
    el('ul', { class: 'tips', 'aria-label': t('tips.title') }, tips.map(tip => el('li', {}, icon(tip), el('div', {}, el('strong', {}, t(`tips.${tip}`)), el('span', {}, t(`tips.${tip}.why`)))))),
    consent,
    el('div', { class: 'ways' }, record, give),
    watch);
  const parts = [showRecord(record), showGive(give, root, health), showWatch(watch)];
  return () => parts.forEach(leave => leave());
}
