import WaveSurfer from './wavesurfer.js';
import { getBlob, hasKey, urlOf } from './api.js';
import { el, icon, svgEl } from './dom.js';
import { t } from './i18n.js';
import { clock, duration } from './words.js';

const smallStep = 1;
const largeStep = 5;
let sounding = null;

/**
 * A recording as a picture that can be played: what is heard of it, where speech is, and what became of each part, told where the pointer or the cursor is.
 * A slider for those who use the keyboard: arrows by a second, with Shift by five, Page Up and Down from part to part, Space plays.
 *
 * @param {object} shown `label`; `seconds`; `peaks` (0 to 1, evenly spread; without them the sound itself is drawn); `speech`: [{ startSeconds, endSeconds }];
 *   `parts`: [{ start, end, kind: 'taken' | 'cut', short, text }]; `path` of the sound under the API's root, null where there is none.
 * @returns {{ element, playFrom(seconds, end?), onTime(listener), destroy() }}
 */
export function createPicture({ label, seconds, peaks, speech, parts, path }) {
  const media = new Audio();
  media.preload = 'none';
  const play = el('button', { type: 'button', class: 'main icon-only picture-play', 'aria-label': t('wave.play', { label }), disabled: !path, onclick: toggle }, icon('play'));
  const time = el('span', { class: 'number picture-time' });
  const told = el('span', { class: 'picture-told' });
  const problem = el('p', { class: 'wrong', role: 'alert', hidden: true });
  const canvas = el('div', { class: 'picture-canvas' });
  const pointer = el('span', { class: 'picture-pointer', hidden: true });
  const stage = el('div', { class: 'picture-stage', role: 'slider', tabindex: 0, 'aria-label': t('wave.slider', { label }), 'aria-valuemin': 0, 'aria-valuemax': Math.round(seconds * 10) / 10 },
    parts.map(part => placed(el('span', { class: `picture-shade ${part.kind}` }), part.start, part.end)), canvas, pointer);
  const element = el('figure', { class: 'picture' },
    el('div', { class: 'picture-bar' }, play, time, told),
    el('div', { class: 'picture-scroll' },
      parts.length > 0 && el('div', { class: 'picture-parts', 'aria-hidden': 'true' }, parts.map(part => placed(el('span', { class: `picture-part ${part.kind}` }, part.short), part.start, part.end))),
      stage,
      speechStrip(),
      axis()),
    problem);

  const wave = WaveSurfer.create({
    container: canvas, media, duration: seconds, dragToSeek: true, normalize: true, cursorWidth: 2,
    ...(peaks ? { peaks: [peaks] } : {}),
    ...colours(),
    renderFunction: drawBars,
  });
  // Only now, as its style is allowed for the usual height alone.
  wave.setOptions({ height: 112 });
  const listeners = [];
  wave.on('timeupdate', at => {
    showTime(at);
    listeners.forEach(listener => listener(at, wave.isPlaying()));
  });
  wave.on('play', () => showPlaying(true));
  wave.on('pause', () => showPlaying(false));
  wave.on('error', () => {
    if (media.src || !peaks) {
      showPlaying(false);
      play.disabled = true;
      problem.textContent = t('wave.unplayable');
      problem.hidden = false;
    }
  });
  const owned = [];
  let loading = peaks || !path ? null : getBlob(path).then(blob => wave.loadBlob(blob)).catch(() => { problem.textContent = t('wave.unplayable'); problem.hidden = false; });
  const theme = matchMedia('(prefers-color-scheme: dark)');
  const recolour = () => wave.setOptions(colours());
  theme.addEventListener('change', recolour);

  stage.addEventListener('keydown', event => {
    const at = wave.getCurrentTime();
    const step = event.shiftKey ? largeStep : smallStep;
    const edges = [0, ...parts.flatMap(part => [part.start, part.end]), ...speech.map(span => span.startSeconds), seconds].sort((a, b) => a - b);
    const to = {
      ArrowRight: at + step, ArrowUp: at + step, ArrowLeft: at - step, ArrowDown: at - step, Home: 0, End: seconds,
      PageDown: edges.find(edge => edge > at + 0.05) ?? seconds, PageUp: edges.findLast(edge => edge < at - 0.05) ?? 0,
    }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      seek(to);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      toggle();
    }
  });
  stage.addEventListener('pointermove', event => {
    const box = stage.getBoundingClientRect();
    const at = Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
    pointer.style.left = `${at * 100}%`;
    pointer.hidden = false;
    tell(at * seconds);
  });
  stage.addEventListener('pointerleave', () => {
    pointer.hidden = true;
    tell(wave.getCurrentTime());
  });
  showTime(0);

  return {
    element,
    playFrom,
    seek,
    onTime: listener => listeners.push(listener),
    destroy() {
      theme.removeEventListener('change', recolour);
      media.pause();
      wave.destroy();
      media.removeAttribute('src');
      owned.forEach(url => URL.revokeObjectURL(url));
      sounding = sounding === wave ? null : sounding;
    },
  };

  function toggle() {
    if (wave.isPlaying()) {
      wave.pause();
    } else {
      playFrom();
    }
  }

  /** Loads the sound when it is first wanted. An element can send no key: with one the whole file is fetched, without it is streamed. */
  async function playFrom(start, end) {
    if (!path) {
      return;
    }

    try {
      loading ??= load();
      await loading;
      if (sounding !== wave) {
        sounding?.pause();
      }

      sounding = wave;
      await wave.play(start, end);
    } catch (error) {
      loading = null;
      problem.textContent = t(error.name === 'ApiError' ? 'wave.gone' : 'wave.unplayable');
      problem.hidden = false;
    }
  }

  async function load() {
    const at = wave.getCurrentTime();
    if (hasKey()) {
      play.setAttribute('aria-busy', 'true');
      try {
        owned.push(URL.createObjectURL(await getBlob(path)));
      } finally {
        play.removeAttribute('aria-busy');
      }
    }

    media.src = owned[0] ?? urlOf(path);
    wave.setTime(at);
  }

  function seek(to) {
    wave.setTime(Math.min(seconds, Math.max(0, to)));
  }

  function showPlaying(playing) {
    play.replaceChildren(icon(playing ? 'pause' : 'play'));
    play.setAttribute('aria-label', t(playing ? 'wave.pause' : 'wave.play', { label }));
  }

  function showTime(at) {
    time.textContent = `${clock(at)} / ${clock(seconds)}`;
    stage.setAttribute('aria-valuenow', Math.round(at * 10) / 10);
    stage.setAttribute('aria-valuetext', `${clock(at)}. ${describe(at)}`);
    if (pointer.hidden) {
      tell(at);
    }
  }

  function tell(at) {
    told.dataset.kind = partAt(at)?.kind ?? '';
    told.textContent = pointer.hidden ? describe(at) : `${clock(at)} · ${describe(at)}`;
  }

  function partAt(at) {
    return parts.find(part => at >= part.start && at < part.end) ?? (at >= seconds ? parts.findLast(part => part.end >= seconds - 0.2) : undefined);
  }

  /** What is heard at a time, and what became of it. */
  function describe(at) {
    const spoken = speech.some(span => at >= span.startSeconds && at < span.endSeconds);
    const before = speech.findLast(span => span.endSeconds <= at);
    const after = speech.find(span => span.startSeconds > at);
    const heard = spoken ? t('wave.speech')
      : before && after ? t('wave.pause.between', { seconds: duration(after.startSeconds - before.endSeconds) })
      : t('wave.silence');
    const part = partAt(at);
    return part ? `${heard} ${part.text}` : heard;
  }

  function placed(span, from, to) {
    span.style.left = `${from / seconds * 100}%`;
    span.style.width = `${(to - from) / seconds * 100}%`;
    return span;
  }

  function speechStrip() {
    return svgEl('svg', { class: 'picture-speech', viewBox: `0 0 ${seconds} 1`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      ...speech.map(span => svgEl('rect', { x: span.startSeconds, y: 0, width: Math.max(0, span.endSeconds - span.startSeconds), height: 1 })));
  }

  function axis() {
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find(candidate => seconds / candidate <= 8) ?? 7200;
    const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, i) => i * step).filter(at => at <= seconds * 0.94);
    return el('div', { class: 'picture-axis number', 'aria-hidden': 'true' }, ticks.map(at => {
      const tick = el('span', {}, clock(at, 0));
      tick.style.left = `${at / seconds * 100}%`;
      return tick;
    }));
  }

  /** Bars as wavesurfer.js draws them, but with speech in another colour than pauses. */
  function drawBars([channel], context) {
    const { width, height } = context.canvas;
    const ratio = devicePixelRatio || 1;
    const [gap, bar] = [3 * ratio, 2 * ratio];
    const top = channel.reduce((most, peak) => Math.max(most, Math.abs(peak)), 0.001);
    const { spoken, silent } = palette();
    for (let x = 0; x < width; x += gap) {
      const [first, end] = [x, x + gap].map(edge => Math.floor(edge / width * channel.length));
      let peak = 0;
      for (let i = first; i < Math.max(end, first + 1) && i < channel.length; i++) {
        peak = Math.max(peak, Math.abs(channel[i]));
      }

      const at = (x + bar / 2) / width * seconds;
      const tall = Math.max(bar, peak / top * height * 0.94);
      context.fillStyle = speech.some(span => at >= span.startSeconds && at < span.endSeconds) ? spoken : silent;
      context.beginPath();
      context.roundRect(x, (height - tall) / 2, bar, tall, bar / 2);
      context.fill();
    }
  }

  function palette() {
    const probe = document.createElement('span');
    (element.isConnected ? element : document.body).append(probe);
    const read = name => {
      probe.style.color = `var(${name})`;
      return getComputedStyle(probe).color;
    };
    const found = { spoken: read('--accent'), silent: read('--edge'), ink: read('--ink') };
    probe.remove();
    return found;
  }

  function colours() {
    const { ink } = palette();
    return { waveColor: ink, progressColor: ink, cursorColor: ink };
  }
}
