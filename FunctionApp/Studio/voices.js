import { el } from './dom.js';
import { t } from './i18n.js';

/** All voices, newest first. */
export function showVoices(root) {
  root.append(el('header', { class: 'head' }, el('h1', {}, t('voices.title'))));
}
