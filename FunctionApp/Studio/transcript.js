import { el, icon } from './dom.js';
import { language, number, t } from './i18n.js';
import { clock, wordReason } from './words.js';

/**
 * What was said, by segments that play when they are clicked, those that are not to be trusted marked.
 * `play(start, end)` gets seconds of the window; `onTime` takes a listener for where the sound is.
 */
export function showTranscript(transcript, { play, onTime }) {
  const reasons = transcript.reasons.length > 0 && el('p', { class: 'notice with-icon' }, icon('alert'),
    el('span', {}, t('transcript.unreliable', { reasons: transcript.reasons.map(wordReason).join(' ') })));
  const segments = transcript.segments.map(segment => {
    const doubtful = segment.reasons.length > 0;
    const button = el('button', { type: 'button', class: doubtful ? 'segment doubtful' : 'segment', title: `${clock(segment.startSeconds)} · ${t('transcript.probability', { percent: number(segment.probability * 100, 0) })}`, onclick: () => play(segment.startSeconds, segment.endSeconds) },
      segment.text.trim(),
      doubtful && el('span', { class: 'segment-why', lang: language() }, icon('alert'), segment.reasons.map(wordReason).join(' ')));
    return { ...segment, button };
  });
  onTime((at, playing) => {
    for (const segment of segments) {
      segment.button.classList.toggle('heard-now', playing && at >= segment.startSeconds && at < segment.endSeconds);
    }
  });
  const spoken = new Intl.DisplayNames(language(), { type: 'language', fallback: 'code' });
  return [
    el('p', { class: 'note' }, t('transcript.language', { language: transcript.language ? spoken.of(transcript.language) : '–', percent: number(transcript.languageProbability * 100, 0) }), ' · ', t('transcript.click')),
    reasons,
    transcript.segments.length > 0
      ? el('div', { class: 'segments', lang: transcript.language || null }, segments.flatMap(segment => [segment.button, ' ']))
      : el('p', {}, t('transcript.none')),
  ];
}
