import { announce, el, icon } from './dom.js';
import { getJson, request, upload } from './api.js';
import { consent } from './consent.js';
import { bytes, language, t, wordError, wordFault, wordRejection } from './i18n.js';
import { gradeBadge } from './verdict.js';
import { duration, stageName } from './words.js';

const storedName = 'voiceprep.watched';
const stages = ['validateAndTrim', 'convertAudio', 'transcribeAndEmbed'];
const uploadsAtOnce = 3;
const ended = new Set(['completed', 'rejected', 'failed', 'refused', 'unsent']);

/**
 * The voices that are watched, newest first: being sent, being prepared, and done until they are taken away.
 * They outlive the view; those that have an ID outlive the page too.
 */
const entries = [];
const changed = new EventTarget();
let timer = null;

restore();

/** Sends a file, unless it is empty or over the limit (bytes; null where it is not known). */
export function addFile(file, { language: spoken, limit }) {
  const entry = add({ name: file.name || t('watch.pasted'), blob: file, spoken });
  if (file.size === 0) {
    refuse(entry, 'empty');
  } else if (limit && file.size > limit) {
    refuse(entry, 'large', { size: bytes(file.size), limit: bytes(limit) });
  } else {
    sendNext();
  }
}

/** Sends what was recorded in the page. */
export function addRecording(blob, name) {
  add({ name, blob });
  sendNext();
}

function add(entry) {
  Object.assign(entry, { key: crypto.getRandomValues(new Uint32Array(2)).join('-'), status: 'waiting', sent: 0, times: {}, since: Date.now(), fresh: true });
  entries.unshift(entry);
  tell(entry);
  return entry;
}

function refuse(entry, why, values) {
  Object.assign(entry, { status: 'refused', blob: null, why, values });
  tell(entry);
}

async function sendNext() {
  const sending = entries.filter(entry => entry.status === 'sending').length;
  const entry = entries.findLast(candidate => candidate.status === 'waiting');
  if (!entry || sending >= uploadsAtOnce) {
    return;
  }

  entry.status = 'sending';
  entry.abort = new AbortController();
  entry.times.upload = { from: Date.now() };
  tell(entry);
  sendNext();
  try {
    const voice = await upload(entry.blob, {
      name: entry.name,
      language: entry.spoken,
      consent: consent(),
      signal: entry.abort.signal,
      onProgress: share => {
        entry.sent = share;
        changed.dispatchEvent(new CustomEvent('progress', { detail: entry }));
      },
    });
    entry.times.upload.to = Date.now();
    Object.assign(entry, { id: voice.id, blob: null, sent: 1, since: Date.now() });
    take(entry, voice);
    poll(0);
  } catch (error) {
    if (error.name !== 'AbortError') {
      Object.assign(entry, { status: 'unsent', error });
      tell(entry);
    }
  }

  sendNext();
}

/** Takes over where a voice stands, and notes when its stages began and ended. */
function take(entry, voice) {
  const now = Date.now();
  const before = `${entry.status} ${entry.stage}`;
  const seen = Math.max(0, stages.findLastIndex(stage => entry.times[stage]));
  const begun = voice.status === 'completed' ? stages.length : voice.stage ? stages.indexOf(voice.stage) : ended.has(voice.status) ? seen : -1;
  stages.forEach((stage, i) => {
    if (i <= begun && i < stages.length && !entry.times[stage]) {
      entry.times[stage] = { from: now };
    }

    if ((i < begun || ended.has(voice.status)) && entry.times[stage] && !entry.times[stage].to) {
      entry.times[stage].to = now;
    }
  });
  for (const stage of stages) {
    const told = voice.profile?.stages?.[stage]?.milliseconds;
    if (told !== undefined) {
      entry.times[stage] = { from: 0, to: told };
    }
  }

  Object.assign(entry, { status: voice.status, stage: voice.stage, profile: summary(voice.profile), rejection: voice.rejection, error: null, fault: voice.status === 'failed' ? { error: voice.error, errorCode: voice.errorCode } : null });
  if (before !== `${entry.status} ${entry.stage}`) {
    tell(entry);
    if (ended.has(entry.status)) {
      announce(`${entry.name}: ${t(`status.${entry.status}`)}`);
    }
  }
}

/** What is shown of a profile beside its voice's name. */
const summary = profile => profile && {
  name: profile.source.name,
  grade: profile.verdict.grade,
  seconds: profile.clip.seconds,
  used: profile.clip.window.seconds,
  language: profile.transcript.language,
};

/** Asks for all voices that are not done, after a while (ms), and again until all are. */
function poll(after) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const open = entries.filter(entry => entry.id && !ended.has(entry.status));
    if (open.length === 0) {
      return;
    }

    let wait = document.hidden ? 4000 : open.some(entry => Date.now() - entry.since < 20_000) ? 500 : 1500;
    const answers = await Promise.allSettled(open.map(async entry => take(entry, await getJson(`voices/${entry.id}`))));
    answers.forEach((answer, i) => {
      if (answer.reason?.status === 404) {
        remove(open[i]);
      } else if (answer.reason) {
        wait = Math.max(wait, 1000 * Math.min(10, answer.reason.retryAfter ?? 3));
      }
    });
    await findPlaces();
    poll(wait);
  }, after);
}

/** The places of queued voices among all that wait, of everybody. */
async function findPlaces() {
  const queued = entries.filter(entry => entry.status === 'queued');
  if (queued.length === 0) {
    return;
  }

  try {
    const { voices } = await getJson('voices?limit=50');
    const line = voices.filter(voice => voice.status === 'queued').reverse().map(voice => voice.id);
    for (const entry of queued) {
      const place = line.indexOf(entry.id) + 1;
      if (entry.place !== place) {
        entry.place = place;
        tell(entry);
      }
    }
  } catch {
    // it is only told when it is known
  }
}

function remove(entry) {
  entry.abort?.abort();
  entries.splice(entries.indexOf(entry), 1);
  store();
  changed.dispatchEvent(new CustomEvent('removed', { detail: entry }));
}

function retry(entry) {
  if (entry.id) {
    entry.times = {};
    entry.since = Date.now();
    request(`voices/${entry.id}/retry`, { method: 'POST' }).then(response => response.json()).then(voice => {
      take(entry, voice);
      poll(500);
    }, error => {
      entry.error = error;
      tell(entry);
    });
  } else {
    Object.assign(entry, { status: 'waiting', sent: 0, error: null });
    tell(entry);
    sendNext();
  }
}

function tell(entry) {
  store();
  changed.dispatchEvent(new CustomEvent('changed', { detail: entry }));
}

function store() {
  localStorage.setItem(storedName, JSON.stringify(entries.filter(entry => entry.id).slice(0, 50)
    .map(({ key, id, name, status, stage, times, since, profile, rejection, fault }) => ({ key, id, name, status, stage, times, since, profile, rejection, fault }))));
}

function restore() {
  try {
    entries.push(...JSON.parse(localStorage.getItem(storedName) ?? '[]'));
  } catch {
    localStorage.removeItem(storedName);
  }

  poll(0);
}

window.addEventListener('beforeunload', event => {
  if (entries.some(entry => entry.status === 'sending' || entry.status === 'waiting')) {
    event.preventDefault();
  }
});

/** Draws the watched voices side by side, and keeps the picture true. */
export function showWatch(root) {
  const list = el('ul', { class: 'cards' });
  const clear = el('button', { type: 'button', class: 'quiet', onclick: () => entries.filter(entry => ended.has(entry.status)).forEach(remove) }, icon('check'), t('watch.clear'));
  const cards = new Map();
  root.append(el('div', { class: 'watch-head' }, el('h2', { id: 'watch-title' }, t('watch.title')), clear), list);

  function draw(entry) {
    let card = cards.get(entry.key);
    if (!card) {
      card = el('li', { class: 'panel card' });
      cards.set(entry.key, card);
      list.prepend(card);
    }

    const action = card.contains(document.activeElement) ? document.activeElement.dataset.action : null;
    card.dataset.status = entry.status;
    card.replaceChildren(...drawCard(entry));
    if (action) {
      (card.querySelector(`[data-action=${action}]`) ?? card.querySelector('a, button'))?.focus();
    }

    if (entry.fresh) {
      entry.fresh = false;
      card.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    }

    tidy();
  }

  function tidy() {
    root.hidden = entries.length === 0;
    clear.hidden = !entries.some(entry => ended.has(entry.status));
  }

  const listeners = {
    changed: event => draw(event.detail),
    progress: event => showTimes(cards.get(event.detail.key), event.detail),
    removed: event => {
      cards.get(event.detail.key)?.remove();
      cards.delete(event.detail.key);
      tidy();
    },
  };
  for (const [name, listener] of Object.entries(listeners)) {
    changed.addEventListener(name, listener);
  }

  entries.toReversed().forEach(draw);
  tidy();
  const ticking = setInterval(() => entries.filter(entry => !ended.has(entry.status)).forEach(entry => showTimes(cards.get(entry.key), entry)), 100);
  return () => {
    clearInterval(ticking);
    Object.entries(listeners).forEach(([name, listener]) => changed.removeEventListener(name, listener));
  };
}

function drawCard(entry) {
  const { status } = entry;
  return [
    el('div', { class: 'card-head' },
      el('h3', {}, entry.name),
      badge(entry),
      el('button', { type: 'button', class: 'quiet icon-only', 'data-action': 'away', 'aria-label': t(ended.has(status) ? 'watch.away' : entry.id ? 'watch.unwatch' : 'watch.stop', { name: entry.name }), title: t(ended.has(status) ? 'watch.away' : entry.id ? 'watch.unwatch' : 'watch.stop', { name: entry.name }), onclick: () => remove(entry) }, icon('cross'))),
    status === 'refused' ? el('p', { class: 'wrong' }, t(`watch.refused.${entry.why}`, entry.values)) : drawStages(entry),
    status === 'queued' && entry.place > 0 ? el('p', { class: 'note' }, t('watch.place', { place: entry.place })) : null,
    status === 'completed' ? el('p', {}, t('watch.done', { seconds: entry.profile.seconds, used: entry.profile.used, language: languageName(entry.profile.language) })) : null,
    ...(status === 'rejected' ? drawRejection(entry) : []),
    ...(status === 'failed' ? drawFault(entry) : []),
    entry.error ? el('p', { class: 'wrong', role: 'alert' }, wordError(entry.error)) : null,
    drawActions(entry),
  ].filter(Boolean);
}

const badge = ({ status, profile }) => status === 'completed'
  ? gradeBadge(profile.grade)
  : el('span', { class: `badge ${status === 'refused' || status === 'unsent' ? 'failed' : status}` }, ended.has(status) ? icon('alert') : null, t(`status.${status}`));

function drawStages(entry) {
  const steps = ['upload', ...stages];
  const at = ended.has(entry.status) && entry.status !== 'completed' ? steps.indexOf(entry.stage ?? lastBegun(entry)) : -1;
  return el('ol', { class: 'stages' }, steps.map((step, i) => {
    const times = entry.times[step];
    const done = times?.to !== undefined && i !== at;
    const state = i === at ? 'broken' : at >= 0 && i > at ? 'ahead' : done ? 'done' : times ? 'now' : 'ahead';
    return el('li', { class: state, 'data-step': step, 'aria-current': state === 'now' ? 'step' : null },
      el('span', { class: 'dot' }, state === 'done' ? icon('check') : state === 'broken' ? icon('cross') : null),
      el('span', { class: 'step-name' }, step === 'upload' ? t('stage.upload') : stageName(step)),
      el('span', { class: 'step-time number' }, state === 'ahead' ? ' ' : timeOf(entry, step)));
  }));
}

const lastBegun = entry => ['upload', ...stages].findLast(step => entry.times[step]) ?? 'upload';

function timeOf(entry, step) {
  const times = entry.times[step];
  if (step === 'upload' && entry.status === 'sending') {
    return new Intl.NumberFormat(language(), { style: 'percent' }).format(entry.sent);
  }

  return !times ? ' ' : duration(((times.to ?? Date.now()) - times.from) / 1000, true);
}

/** Renews what changes many times a second, and nothing else: so that what has the focus keeps it. */
function showTimes(card, entry) {
  for (const step of card?.querySelectorAll('.now') ?? []) {
    step.querySelector('.step-time').textContent = timeOf(entry, step.dataset.step);
    if (step.dataset.step === 'upload') {
      step.style.setProperty('--sent', `${100 * entry.sent}%`);
    }
  }
}

function drawRejection(entry) {
  const { message, advice } = wordRejection(entry.rejection);
  return [el('p', {}, message), el('p', { class: 'advised' }, el('strong', {}, t('watch.advice')), ' ', advice)];
}

function drawFault(entry) {
  const { message, advice } = wordFault(entry.fault ?? {});
  return [el('p', { class: 'wrong' }, message), advice && el('p', { class: 'advised' }, advice)];
}

function drawActions(entry) {
  const open = key => el('a', { class: entry.status === 'completed' ? 'button main' : 'button plain', 'data-action': 'open', href: `#/voices/${entry.id}` }, t(key), icon('next'));
  const again = () => el('button', { type: 'button', class: 'plain', 'data-action': 'again', onclick: () => retry(entry) }, icon('again'), t('again'));
  const parts = {
    completed: () => [open('watch.open')],
    rejected: () => [open('watch.why')],
    failed: () => [again(), open('watch.why')],
    unsent: () => [again()],
  }[entry.status]?.();
  return parts ? el('div', { class: 'actions' }, parts) : null;
}

const languageName = code => code ? new Intl.DisplayNames([language()], { type: 'language' }).of(code) : '';
