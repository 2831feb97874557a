import { announce, el, icon } from './dom.js';
import { connection, forgetKey, hasKey, onKeyNeeded } from './api.js';
import { chooseLanguage, i18n, language, languages, loadLanguage, t, translatePage, wordError } from './i18n.js';
import { askForKey } from './key.js';

/**
 * The views by their address. Each is told a fresh element and the address's parts, draws itself there, and may return
 * (or resolve to) a function that is called when it is left: for timers, sounds, listeners.
 */
const views = [
  { path: /^\/?$/, tab: 'prepare', title: 'nav.prepare', show: async root => (await import('./prepare.js')).showPrepare(root) },
  { path: /^\/voices$/, tab: 'voices', title: 'nav.voices', show: async root => (await import('./voices.js')).showVoices(root) },
  { path: /^\/voices\/([0-9a-f]{32})$/, tab: 'voices', title: 'voice.title', show: async (root, id) => (await import('./voice.js')).showVoice(root, id) },
  { path: /^\/compare\/([0-9a-f]{32})\/([0-9a-f]{32})$/, tab: 'voices', title: 'compare.title', show: async (root, a, b) => (await import('./compare.js')).showCompare(root, a, b) },
  { path: /^\/service$/, tab: 'service', title: 'nav.service', show: async root => (await import('./service.js')).showService(root) },
];

const main = document.getElementById('main');
let leave = null;
let turn = 0;

async function show(moved) {
  const mine = ++turn;
  leave?.();
  leave = null;
  const path = decodeURI(location.hash.slice(1));
  const view = views.find(candidate => candidate.path.test(path)) ?? views[0];
  for (const tab of document.querySelectorAll('[data-tab]')) {
    if (tab.dataset.tab === view.tab) {
      tab.setAttribute('aria-current', 'page');
    } else {
      tab.removeAttribute('aria-current');
    }
  }

  document.title = `${t(view.title)} · VoicePrep`;
  const root = el('div', { class: 'view' });
  main.replaceChildren(root);
  if (moved) {
    window.scrollTo(0, 0);
    main.focus({ preventScroll: true });
  }

  try {
    const left = await view.show(root, ...(path.match(view.path)?.slice(1) ?? []));
    if (mine === turn) {
      leave = left ?? null;
    } else {
      left?.();
    }
  } catch (error) {
    if (mine === turn) {
      root.replaceChildren(failure(error));
    }
  }
}

/** What a view shows in its place where it cannot be drawn. */
function failure(error) {
  return el('section', { class: 'panel failure' },
    icon('alert'),
    el('h1', {}, t('failure.title')),
    el('p', {}, error.name === 'ApiError' ? wordError(error) : String(error.message)),
    el('div', { class: 'actions' }, el('button', { type: 'button', class: 'main', onclick: () => show(false) }, icon('again'), t('again'))));
}

function showTools() {
  const other = Object.keys(languages).find(code => code !== language());
  const button = document.getElementById('language');
  button.textContent = languages[other];
  button.lang = other;
  button.onclick = () => chooseLanguage(other);
  const forget = document.getElementById('forget-key');
  forget.hidden = !hasKey();
  forget.onclick = forgetKey;
}

const banner = document.getElementById('banner');
connection.addEventListener('away', event => {
  banner.replaceChildren(icon('alert'), el('span', {}, wordError(event.detail)));
  banner.hidden = false;
});
connection.addEventListener('back', () => {
  banner.hidden = true;
  announce(t('banner.back'));
});
connection.addEventListener('key', showTools);
i18n.addEventListener('change', () => {
  translatePage();
  showTools();
  show(false);
});
window.addEventListener('hashchange', () => show(true));

onKeyNeeded(askForKey);
await loadLanguage();
translatePage();
showTools();
await show(false);
