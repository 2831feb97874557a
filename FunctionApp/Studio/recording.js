import { showBars } from './bars.js';
import { el, icon } from './dom.js';
import { t } from './i18n.js';
import { createPicture } from './waveform.js';
import { clock, duration, wordCut } from './words.js';

/**
 * The whole recording: its picture, why this part of it was taken, and each part with its reason.
 * Without a `clip` it was rejected, and nothing was taken.
 */
export function showRecording({ id, waveform, playable, clip }) {
  const { seconds, window, cuts, speech } = waveform;
  const parts = [
    ...(window ? [{ start: window.startSeconds, end: window.startSeconds + window.seconds, kind: clip ? 'taken' : 'candidate', why: !clip ? 'candidate' : clip.trimmed ? 'taken' : 'whole' }] : []),
    ...cuts.map(cut => ({ start: cut.startSeconds, end: cut.endSeconds, kind: 'cut', why: cut.reason })),
  ].sort((a, b) => a.start - b.start).map(part => ({ ...part, short: t(`part.${part.why}.short`), text: part.kind === 'cut' ? wordCut(part.why) : t(`part.${part.why}`) }));
  const picture = createPicture({
    label: t('wave.original'), seconds, speech, parts, peaks: padded(waveform), path: playable ? `voices/${id}/clip` : null,
  });
  return {
    destroy: picture.destroy,
    elements: [
      clip ? reasoning(waveform, clip) : el('p', {}, heard(waveform)),
      picture.element,
      legend(parts),
      !playable && el('p', { class: 'note' }, t('wave.gone')),
      parts.length > 0 && el('ul', { class: 'parts', 'aria-label': t('parts.label') }, parts.map(part => el('li', { class: part.kind },
        el('button', { type: 'button', class: 'quiet number', disabled: !playable, onclick: () => picture.playFrom(part.start, part.end) },
          playable && icon('play'), el('span', { class: 'said' }, t('parts.play')), `${clock(part.start)} – ${clock(part.end)}`),
        el('span', {}, el('strong', {}, part.kind === 'cut' ? t('parts.unused', { reason: part.short }) : part.short), ' ', el('span', { class: 'note' }, part.text))))),
    ],
  };
}

/** What was made of the part that was taken: reference.wav. */
export function showResult({ id, clip, speech }) {
  const { startSeconds, seconds } = clip.window;
  const within = speech
    .filter(span => span.endSeconds > startSeconds && span.startSeconds < startSeconds + seconds)
    .map(span => ({ startSeconds: Math.max(0, span.startSeconds - startSeconds), endSeconds: Math.min(seconds, span.endSeconds - startSeconds) }));
  const picture = createPicture({ label: 'reference.wav', seconds, speech: within, parts: [], path: `voices/${id}/files/reference.wav` });
  return { picture, destroy: picture.destroy };
}

/** Peaks for the whole length: what was not searched was not heard. */
function padded({ seconds, secondsPerPeak, peaks }) {
  return [...peaks, ...new Array(Math.max(0, Math.round(seconds / secondsPerPeak) - peaks.length)).fill(0)];
}

function heard({ seconds, speech }) {
  const spoken = speech.reduce((sum, span) => sum + span.endSeconds - span.startSeconds, 0);
  return t('why.heard', { seconds: duration(seconds), spoken: duration(spoken) });
}

/** Why this part, in words, and where another could have been taken as two bars. */
function reasoning({ cuts }, clip) {
  const { startSeconds, seconds, score, scoreOfFirst } = clip.window;
  const values = { seconds: duration(clip.seconds), taken: duration(seconds), from: clock(startSeconds), to: clock(startSeconds + seconds), score: score === undefined ? '–' : duration(score), first: scoreOfFirst === undefined ? '–' : duration(scoreOfFirst) };
  if (!clip.trimmed) {
    return el('p', { class: 'why' }, t('why.whole', values));
  }

  if (cuts.some(cut => cut.reason === 'after_limit')) {
    return el('p', { class: 'why' }, t('why.first', values));
  }

  const better = startSeconds > 0 && score !== undefined && scoreOfFirst !== undefined && score > scoreOfFirst;
  return el('div', { class: 'why' },
    el('p', {}, t('why.best', values)),
    better && showBars([
      [t('why.taken'), score / seconds, duration(score), 'taken'],
      [t('why.beginning'), scoreOfFirst / seconds, duration(scoreOfFirst), 'cut'],
    ], t('why.compared')),
    el('p', { class: 'note' }, t('why.clean')));
}

function legend(parts) {
  const kinds = new Set(parts.map(part => part.kind));
  const keys = ['speech', 'pause', ...['taken', 'candidate', 'cut'].filter(kind => kinds.has(kind))];
  return el('ul', { class: 'legend', 'aria-hidden': 'true' }, keys.map(key => el('li', {}, el('span', { class: `swatch ${key}` }), t(`legend.${key}`))));
}
