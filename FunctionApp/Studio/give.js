import { el, icon } from './dom.js';
import { bytes, language, t } from './i18n.js';
import { addFile } from './watch.js';

const spoken = ['en', 'ja', 'zh', 'ko', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ru', 'uk', 'tr', 'ar', 'hi', 'id', 'th', 'vi', 'sv'];

/** Takes recordings that are files: chosen, dropped anywhere on the view, or pasted; several at once. */
export function showGive(root, view, health) {
  let limit = null;
  const input = el('input', { type: 'file', id: 'files', class: 'file-input', multiple: true, accept: 'audio/*,video/*,.wav,.flac,.mp3,.m4a,.aac,.ogg,.opus,.webm,.aiff,.amr,.wma,.caf,.mp4,.mov,.mkv' });
  const limits = el('dd', {}, t('give.size.unknown'));
  const notice = el('p', { class: 'note notice', hidden: true });
  const names = new Intl.DisplayNames([language()], { type: 'language' });
  const chooser = el('select', { id: 'spoken' }, el('option', { value: '' }, t('give.detect')), spoken.map(code => el('option', { value: code }, names.of(code))));
  const zone = el('label', { class: 'drop', for: 'files' }, icon('upload'), el('span', { class: 'drop-title' }, t('give.drop')), el('span', { class: 'drop-choose' }, t('give.choose')), el('span', { class: 'note' }, t('give.several')));

  root.append(
    el('h2', { id: 'give-title' }, icon('file'), t('give.title')),
    el('div', { class: 'drop-box' }, input, zone),
    el('div', { class: 'field beside' }, el('label', { for: 'spoken' }, t('give.language')), chooser),
    el('dl', { class: 'limits' },
      el('div', {}, el('dt', {}, t('give.length')), el('dd', {}, t('give.length.value'))),
      el('div', {}, el('dt', {}, t('give.size')), limits),
      el('div', {}, el('dt', {}, t('give.formats')), el('dd', {}, t('give.formats.value')))),
    notice);

  function take(files) {
    for (const file of files) {
      addFile(file, { language: chooser.value || null, limit });
    }
  }

  input.addEventListener('change', () => {
    take([...input.files]);
    input.value = '';
  });

  const holdsFiles = event => event.dataTransfer?.types.includes('Files');
  let depth = 0;
  const listeners = {
    dragenter: event => {
      if (holdsFiles(event)) {
        event.preventDefault();
        depth++;
        view.classList.add('dropping');
      }
    },
    dragleave: () => {
      depth = Math.max(0, depth - 1);
      view.classList.toggle('dropping', depth > 0);
    },
    dragover: event => holdsFiles(event) && event.preventDefault(),
    drop: event => {
      if (holdsFiles(event)) {
        event.preventDefault();
        depth = 0;
        view.classList.remove('dropping');
        take([...event.dataTransfer.files]);
      }
    },
    paste: event => {
      if (event.clipboardData?.files.length) {
        event.preventDefault();
        take([...event.clipboardData.files]);
      }
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    document.addEventListener(name, listener);
  }

  health.then(({ maxUploadBytes, status, problem }) => {
    limit = maxUploadBytes ?? null;
    limits.textContent = limit ? t('give.size.value', { size: bytes(limit) }) : t('give.size.unknown');
    notice.hidden = status === 'ready';
    notice.textContent = status === 'loading' ? t('give.loading') : problem ?? '';
  }, () => { /* the banner says it */ });

  return () => Object.entries(listeners).forEach(([name, listener]) => document.removeEventListener(name, listener));
}
