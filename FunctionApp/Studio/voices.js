import { announce, confirmBy, el, icon } from './dom.js';
import { getJson, request } from './api.js';
import { language, t, when, wordError } from './i18n.js';
import { gradeBadge } from './verdict.js';

const states = ['completed', 'rejected', 'running', 'queued', 'failed'];
const pageSize = 20;

/** What was looked for last; a look at a voice and back does not lose it. */
const search = { name: '', status: '' };

/** All voices, newest first: found by name and status, compared, deleted. */
export async function showVoices(root) {
  let asked = null;
  let continuation = null;
  const chosen = new Map();
  const name = el('input', { id: 'search', type: 'search', value: search.name, placeholder: t('voices.search'), autocomplete: 'off' });
  const status = el('select', { id: 'status' }, el('option', { value: '' }, t('voices.all')), states.map(state => el('option', { value: state, selected: state === search.status }, t(`status.${state}`))));
  const list = el('ul', { class: 'rows', 'aria-label': t('voices.title') });
  const more = el('button', { type: 'button', class: 'plain', hidden: true, onclick: () => load(false) }, t('voices.more'));
  const empty = el('p', { class: 'empty', role: 'status' });
  const hint = el('p', { class: 'note', role: 'status', hidden: true }, t('voices.compare.hint'));
  const compare = el('button', { type: 'button', class: 'main', hidden: true, onclick: () => { location.hash = `#/compare/${[...chosen.keys()].join('/')}`; } }, icon('compare'), t('voices.compare'));
  root.append(
    el('header', { class: 'head' }, el('h1', {}, t('voices.title')), el('p', { class: 'lead' }, t('voices.lead'))),
    el('form', { class: 'search', role: 'search', onsubmit: event => event.preventDefault() },
      el('div', { class: 'field' }, el('label', { for: 'search' }, t('voices.name')), name),
      el('div', { class: 'field' }, el('label', { for: 'status' }, t('voices.status')), status),
      el('div', { class: 'comparing' }, hint, compare)),
    list, empty, el('div', { class: 'actions' }, more));

  let typing = null;
  name.addEventListener('input', () => {
    clearTimeout(typing);
    typing = setTimeout(() => load(true), 250);
  });
  status.addEventListener('change', () => load(true));

  /** Asks on until a page is full: a search looks through a part of the voices a call, and may find none in it. */
  async function load(anew) {
    Object.assign(search, { name: name.value.trim(), status: status.value });
    asked?.abort();
    const { signal } = asked = new AbortController();
    if (anew) {
      continuation = null;
    }

    empty.textContent = t('voices.loading');
    let fresh = anew;
    let found = 0;
    try {
      do {
        const query = new URLSearchParams(Object.entries({ limit: pageSize, ...search, continuation }).filter(([, value]) => value));
        const page = await getJson(`voices?${query}`, { signal });
        if (fresh) {
          list.replaceChildren();
          chosen.clear();
          fresh = false;
        }

        list.append(...page.voices.map(row));
        showChosen();
        found += page.voices.length;
        continuation = page.continuation ?? null;
      } while (continuation && found < pageSize);
      more.hidden = !continuation;
      empty.textContent = list.children.length > 0 ? '' : t(search.name || search.status ? 'voices.none.found' : 'voices.none');
      announce(t('voices.found', { count: list.children.length }));
    } catch (error) {
      if (error.name !== 'AbortError') {
        empty.replaceChildren(el('span', { class: 'wrong' }, wordError(error)), ' ', el('button', { type: 'button', class: 'plain', onclick: () => load(anew) }, icon('again'), t('again')));
      }
    }
  }

  function row(voice) {
    const tick = voice.status === 'completed'
      ? el('input', {
        type: 'checkbox', 'aria-label': t('voices.choose', { name: voice.name }), onchange: event => {
          if (event.target.checked) {
            chosen.set(voice.id, event.target);
          } else {
            chosen.delete(voice.id);
          }

          // The two that were ticked last are compared.
          if (chosen.size > 2) {
            const [oldest, box] = chosen.entries().next().value;
            box.checked = false;
            chosen.delete(oldest);
          }

          showChosen();
        },
      })
      : el('span', {});
    const item = el('li', { class: 'row', 'data-id': voice.id },
      tick,
      el('a', { class: 'row-name', href: `#/voices/${voice.id}` }, voice.name),
      el('time', { class: 'row-time', datetime: voice.uploaded, title: new Intl.DateTimeFormat(language(), { dateStyle: 'full', timeStyle: 'medium' }).format(new Date(voice.uploaded)) }, when(voice.uploaded)),
      voice.grade ? gradeBadge(voice.grade) : el('span', { class: `badge ${voice.status}` }, t(`status.${voice.status}`)),
      el('button', { type: 'button', class: 'quiet icon-only', 'aria-label': t('voices.delete', { name: voice.name }), title: t('voices.delete', { name: voice.name }), onclick: () => erase(voice, item) }, icon('trash')));
    return item;
  }

  function showChosen() {
    compare.hidden = chosen.size !== 2;
    hint.textContent = t(chosen.size === 1 ? 'voices.compare.one' : 'voices.compare.hint');
    hint.hidden = chosen.size === 2 || list.querySelectorAll('input').length < 2;
  }

  async function erase(voice, item) {
    if (!await confirmBy({ title: t('voices.delete.title'), text: t('voices.delete.text', { name: voice.name }), confirm: t('voices.delete.yes'), cancel: t('cancel') })) {
      return;
    }

    item.classList.add('going');
    try {
      await request(`voices/${voice.id}`, { method: 'DELETE' });
    } catch (error) {
      if (error.status !== 404) {
        item.classList.remove('going');
        empty.replaceChildren(el('span', { class: 'wrong', role: 'alert' }, wordError(error)));
        return;
      }
    }

    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    chosen.delete(voice.id);
    showChosen();
    (next?.querySelector('a') ?? name).focus();
    announce(t('voices.deleted', { name: voice.name }));
    if (list.children.length === 0) {
      load(true);
    }
  }

  await load(true);
  return () => {
    clearTimeout(typing);
    asked?.abort();
  };
}
