import { ApiError, getJson, request } from './api.js';
import { showBars } from './bars.js';
import { announce, el, icon } from './dom.js';
import { t, wordError, wordFault, wordRejection } from './i18n.js';
import { showDownloads } from './downloads.js';
import { showFeedback } from './feedback.js';
import { showTranscript } from './transcript.js';
import { gradeBadge, showAdvice, showVerdict } from './verdict.js';
import { showRecording, showResult } from './recording.js';
import { showRecordings } from './recordings.js';
import { clipName, duration, gradeName, stageName } from './words.js';

const pollEvery = 1000;

/** One voice: why this part of the recording was taken, and what to do better; or where it stands, or why it cannot be used. */
export async function showVoice(root, id) {
  const pictures = [];
  let left = false;
  let timer;
  const voice = await getJson(`voices/${id}`);
  await draw(voice);
  return () => {
    left = true;
    clearTimeout(timer);
    pictures.forEach(picture => picture.destroy());
  };

  async function draw(voice) {
    if (voice.status === 'completed') {
      await drawCompleted(voice.profile);
    } else if (voice.status === 'rejected') {
      await drawRejected(voice);
    } else if (voice.status === 'failed') {
      await drawFailed(voice);
    } else {
      drawRunning(voice);
    }
  }

  function put(...sections) {
    if (!left) {
      root.replaceChildren(...sections.flat().filter(Boolean));
    }
  }

  function keep(picture) {
    pictures.push(picture);
    if (left) {
      picture.destroy();
    }

    return picture;
  }

  function panel(title, ...content) {
    return el('section', { class: 'panel' }, el('h2', {}, title), content.flat());
  }

  function head(name, badge, lead) {
    return el('header', { class: 'head voice-head' },
      el('p', { class: 'crumb' }, el('a', { href: '#/voices' }, icon('back'), t('nav.voices'))),
      el('h1', {}, name, ' ', badge),
      el('p', { class: 'lead' }, lead));
  }

  async function drawCompleted(profile) {
    const { clip, verdict, engine, stages } = profile;
    const [waveform, playable] = await Promise.all([findWaveform(), findClip()]);
    const name = profile.name ?? playable?.name ?? clipName(profile.source);
    const improvable = verdict.checks.filter(check => check.outcome !== 'good').length;
    const result = keep(showResult({ id, clip, speech: waveform?.speech ?? [] }));
    const recording = waveform && keep(showRecording({ id, waveform, playable: playable !== null, clip }));
    put(
      head(name, gradeBadge(verdict.grade), t(`voice.lead.${verdict.grade}`, { count: improvable })),
      profile.recordings && panel(t('voice.recordings'), el('p', { class: 'note' }, t('voice.recordings.lead')), showRecordings(profile.recordings)),
      panel(t('voice.why'), recording ? recording.elements : el('p', { class: 'note' }, t('wave.none'))),
      panel(t('voice.result'), el('p', { class: 'note' }, t('voice.result.lead')), result.picture.element),
      panel(t('voice.better'), showAdvice(profile)),
      panel(t('voice.transcript'), showTranscript(profile.transcript, { play: result.picture.playFrom, onTime: result.picture.onTime })),
      panel(t('voice.verdict'), el('p', { class: 'note' }, t('voice.verdict.lead')), showVerdict(verdict)),
      el('div', { class: 'two' },
        panel(t('voice.feedback'), showFeedback(id, engine.modelProfile)),
        panel(t('voice.compare'), compareForm(name))),
      panel(t('voice.downloads'), showDownloads({ id, name, profile })),
      el('p', { class: 'note' }, t('voice.engine', { ffmpegVersion: engine.ffmpeg, ...engine, seconds: duration(Object.values(stages).reduce((sum, stage) => sum + stage.milliseconds, 0) / 1000) })));
  }

  async function drawRejected({ rejection, recordings }) {
    const [waveform, playable] = await Promise.all([findWaveform(), findClip()]);
    const words = wordRejection(rejection);
    const recording = waveform && keep(showRecording({ id, waveform, playable: playable !== null, clip: null, values: rejection.values }));
    put(
      head(playable?.name ?? t('voice.unnamed'), el('span', { class: 'badge rejected' }, icon('cross'), t('status.rejected')), t('voice.rejected.lead')),
      el('section', { class: 'panel rejection' },
        el('h2', {}, icon('alert'), t('voice.rejected.why')),
        el('p', { class: 'rejection-message' }, words.message),
        missing(rejection.values),
        el('h3', {}, t('voice.better')),
        el('p', {}, words.advice),
        el('div', { class: 'actions' }, el('a', { class: 'main', href: '#/' }, icon('mic'), t('voice.again')), el('code', { class: 'note' }, rejection.code))),
      recordings ? panel(t('voice.recordings'), showRecordings(recordings)) : panel(t('voice.heard'), recording ? recording.elements : el('p', { class: 'note' }, t('wave.none'))));
  }

  /** How much there is of what there is too little of. */
  function missing({ seconds, minSeconds } = {}) {
    return minSeconds > 0 && seconds !== undefined && showBars([
      [t('rejected.measured'), seconds / minSeconds, duration(seconds), 'poor'],
      [t('rejected.needed'), 1, duration(minSeconds), 'cut'],
    ]);
  }

  async function drawFailed({ stage, error, errorCode }) {
    const playable = await findClip();
    const words = wordFault({ error, errorCode });
    const problem = el('p', { class: 'wrong', role: 'alert', hidden: true });
    const retry = el('button', { type: 'button', class: 'main', onclick: async () => {
      retry.disabled = true;
      try {
        drawRunning(await (await request(`voices/${id}/retry`, { method: 'POST' })).json());
      } catch (failure) {
        retry.disabled = false;
        problem.textContent = wordError(failure);
        problem.hidden = false;
      }
    } }, icon('again'), t('again'));
    put(head(playable?.name ?? t('voice.unnamed'), el('span', { class: 'badge failed' }, icon('cross'), t('status.failed')), t('voice.failed.lead')),
      el('section', { class: 'panel rejection' },
        el('h2', {}, icon('alert'), t('voice.failed.why')),
        el('p', { class: 'rejection-message' }, words.message),
        stage && el('p', { class: 'note' }, t('voice.failed.stage', { stage: stageName(stage) })),
        el('p', {}, words.advice),
        problem,
        el('div', { class: 'actions' }, retry, errorCode && el('code', { class: 'note' }, errorCode))));
  }

  function drawRunning({ status, stage }) {
    put(head(t('voice.unnamed'), el('span', { class: `badge ${status}` }, t(`status.${status}`)), t('voice.running.lead')),
      el('p', { class: 'panel', role: 'status' }, stage ? stageName(stage) : t('status.queued')));
    timer = setTimeout(async () => {
      try {
        const voice = await getJson(`voices/${id}`);
        if (!left) {
          await draw(voice);
          announce(t(`status.${voice.status}`));
        }
      } catch (error) {
        if (!left && error.passing) {
          drawRunning({ status, stage });
        } else if (!left) {
          put(el('p', { class: 'panel wrong', role: 'alert' }, wordError(error)));
        }
      }
    }, pollEvery);
  }

  /** The picture; null where nothing of the recording was heard. */
  async function findWaveform() {
    try {
      return await getJson(`voices/${id}/files/waveform.json`);
    } catch (error) {
      return absent(error);
    }
  }

  /** What the recording is called, if it is still there. */
  async function findClip() {
    try {
      const disposition = (await request(`voices/${id}/clip`, { method: 'HEAD' })).headers.get('Content-Disposition') ?? '';
      const encoded = disposition.match(/filename\*=UTF-8''([^;]+)/i)?.[1];
      return { name: encoded ? decodeURIComponent(encoded) : disposition.match(/filename="?([^";]+)/i)?.[1] };
    } catch (error) {
      return absent(error);
    }
  }

  function absent(error) {
    if (error instanceof ApiError && error.status === 404) {
      return null;
    }

    throw error;
  }

  function compareForm(name) {
    const select = el('select', { id: 'compare-with', required: true });
    const form = el('form', { class: 'compare-form', onsubmit: event => {
      event.preventDefault();
      location.hash = `#/compare/${id}/${select.value}`;
    } }, el('label', { for: 'compare-with' }, t('voice.compare.with', { name })), select, el('button', { class: 'plain' }, icon('compare'), t('voice.compare.go')));
    getJson('voices?status=completed&limit=100').then(({ voices }) => {
      const others = voices.filter(other => other.id !== id);
      select.append(...others.map(other => el('option', { value: other.id }, `${other.name} · ${gradeName(other.grade)}`)));
      if (others.length === 0) {
        form.replaceChildren(el('p', { class: 'note' }, t('voice.compare.none')));
      }
    }).catch(error => form.replaceChildren(el('p', { class: 'wrong' }, wordError(error))));
    return form;
  }
}
