import { el, icon } from './dom.js';
import { t } from './i18n.js';

/** Asks for the function key in a modal dialog; null where none is given. `refused`: one was sent, and is not right. */
export function askForKey(refused) {
  return new Promise(resolve => {
    const input = el('input', { id: 'key', type: 'password', required: true, autocomplete: 'off', autofocus: true, 'aria-describedby': 'key-note' });
    const dialog = el('dialog', { class: 'ask', 'aria-labelledby': 'key-title' },
      el('form', { method: 'dialog' },
        el('h2', { id: 'key-title' }, icon('key'), t('key.title')),
        refused ? el('p', { class: 'wrong', role: 'alert' }, t('key.refused')) : null,
        el('label', { for: 'key' }, t('key.label')),
        input,
        el('p', { id: 'key-note', class: 'note' }, t('key.note')),
        el('div', { class: 'actions' },
          el('button', { class: 'plain', value: '', formnovalidate: true }, t('cancel')),
          el('button', { class: 'main', value: 'use' }, t('key.use')))));
    // Enter presses the first button of a form, which is the one that cancels.
    input.addEventListener('keydown', event => {
      if (event.key === 'Enter' && input.value) {
        event.preventDefault();
        dialog.close('use');
      }
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'use' && input.value.trim() ? input.value.trim() : null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
