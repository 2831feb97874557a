import { el } from './dom.js';
import { t } from './i18n.js';

/** Where voices are given and watched. */
export function showPrepare(root) {
  root.append(el('header', { class: 'head' }, el('h1', {}, t('prepare.title')), el('p', { class: 'lead' }, t('prepare.lead'))));
}
