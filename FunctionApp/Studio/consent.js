import { el } from './dom.js';
import { t } from './i18n.js';

/** Where the speaker's consent is kept, for what is sent from now on; it outlives the view. */
let reference = '';

export const consent = () => reference.trim();

/** Asks for the reference where the service takes no recording without it. */
export function showConsent(root, health) {
  const input = el('input', { id: 'consent', type: 'text', maxlength: 256, required: true, autocomplete: 'off', value: reference, 'aria-describedby': 'consent-note', oninput: () => { reference = input.value; } });
  root.hidden = true;
  root.append(
    el('h2', {}, t('consent.title')),
    el('div', { class: 'field' }, el('label', { for: 'consent' }, t('consent.label')), input),
    el('p', { id: 'consent-note', class: 'note' }, t('consent.note')));
  health.then(({ consentRequired }) => { root.hidden = !consentRequired; }, () => { /* the banner says it */ });
}
