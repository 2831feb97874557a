import { announce, el, icon } from './dom.js';
import { language, t } from './i18n.js';
import { Capture, microphones, toWav } from './capture.js';
import { LevelMeter } from './meter.js';
import { reading } from './reading.js';
import { Timeline } from './timeline.js';
import { addRecording } from './watch.js';
import { duration } from './words.js';

const secondsPerBlock = 1 / 20;
const longest = 120;

/** What is recorded and not yet sent; it outlives the view, so that a look at another tab, or another language, does not lose it. */
let kept = null;
let readingIn = null;

/** Records a voice in the page: the microphone is tried, the text read, the recording heard, and then sent. */
export function showRecord(root) {
  let state = kept ? 'review' : 'idle';
  let capture = null;
  let meter = null;
  let blocks = [];
  let peaks = [];
  let worst = {};
  let problem = null;
  let devices = [];
  let live = {};
  readingIn ??= language();

  async function open(deviceId) {
    problem = null;
    meter = new LevelMeter();
    capture?.close();
    capture = null;
    try {
      capture = await Capture.open(deviceId, hear, () => fail('gone'));
      devices = await microphones();
      state = 'ready';
    } catch (error) {
      return fail(
        error.name === 'NotAllowedError' ? 'denied'
        : error.name === 'NotFoundError' || error.name === 'OverconstrainedError' ? 'none'
        : 'unknown');
    }

    if (!root.isConnected) {
      return close();
    }

    draw('start');
  }

  function fail(kind) {
    if (state === 'recording') {
      stop();
      return;
    }

    close();
    problem = kind;
    state = 'idle';
    draw('open');
  }

  function close() {
    capture?.close();
    capture = null;
  }

  function hear(block) {
    meter.push(block);
    if (state === 'recording') {
      blocks.push(block);
      peaks.push(10 ** (meter.peak / 20));
      worst[meter.state] = (worst[meter.state] ?? 0) + 1;
      if (peaks.length * secondsPerBlock >= longest) {
        stop();
        return;
      }
    }

    showLevel();
  }

  function start() {
    blocks = [];
    peaks = [];
    worst = {};
    state = 'recording';
    draw('stop');
    announce(t('record.started'));
  }

  function stop() {
    const rate = capture.rate;
    const { voice, noise } = meter;
    close();
    const wav = toWav(blocks, rate);
    kept = { wav, peaks, seconds: peaks.length * secondsPerBlock, voice, noise, worst, url: URL.createObjectURL(wav), name: defaultName() };
    state = 'review';
    draw('send');
    announce(t('record.stopped', { seconds: kept.seconds }));
  }

  function discard(next) {
    URL.revokeObjectURL(kept.url);
    kept = null;
    state = 'idle';
    if (next) {
      open();
    } else {
      draw('open');
    }
  }

  function send() {
    const { wav, name } = kept;
    discard(false);
    addRecording(wav, `${name.trim() || defaultName()}.wav`);
  }

  /** Draws the state; `focus` names the button that the keyboard goes on with. */
  function draw(focus) {
    live = {};
    root.classList.toggle('active', state !== 'idle');
    root.dataset.state = state;
    root.replaceChildren(...{ idle: drawIdle, ready: drawOpen, recording: drawOpen, review: drawReview }[state]());
    if (focus) {
      root.querySelector(`[data-action=${focus}]`)?.focus();
    }
  }

  const heading = key => el('h2', { id: 'record-title' }, icon('mic'), t(key));

  function button(action, kind, symbol, run) {
    return el('button', { type: 'button', class: kind, 'data-action': action, onclick: run }, symbol ? icon(symbol) : null, t(`record.${action}`));
  }

  function drawIdle() {
    const possible = Boolean(navigator.mediaDevices?.getUserMedia && window.AudioWorkletNode);
    return [
      heading('record.title'),
      el('p', {}, t('record.lead')),
      el('blockquote', { class: 'reading', lang: readingIn }, reading[readingIn]),
      el('ol', { class: 'steps' }, ['check', 'read', 'listen'].map(step => el('li', {}, t(`record.step.${step}`)))),
      possible ? null : el('p', { class: 'wrong' }, t('record.problem.insecure')),
      problem ? el('p', { class: 'wrong', role: 'alert' }, t(`record.problem.${problem}`)) : null,
      el('div', { class: 'actions' }, possible ? button('open', 'main', 'mic', () => open()) : null),
    ].filter(Boolean);
  }

  function drawOpen() {
    const recording = state === 'recording';
    live.timeline = new Timeline();
    live.timeline.draw(peaks, secondsPerBlock);
    live.bar = el('div', { class: 'level' });
    live.peak = el('div', { class: 'level-peak' });
    live.meter = el('div', { class: 'meter', role: 'meter', 'aria-label': t('record.level'), 'aria-valuemin': '-60', 'aria-valuemax': '0', 'aria-valuenow': '-60' }, live.bar, live.peak);
    live.advice = el('p', { class: 'advice', role: 'status' });
    live.time = el('p', { class: 'time number', 'aria-hidden': 'true' });
    const chooser = el('select', { id: 'reading-language', onchange: event => { readingIn = event.target.value; drawText(); } },
      Object.keys(reading).map(code => el('option', { value: code, selected: code === readingIn, lang: code }, nameOf(code))));
    live.text = el('blockquote', { class: 'reading' });
    const drawText = () => {
      live.text.textContent = reading[readingIn];
      live.text.lang = readingIn;
    };
    drawText();
    const microphone = devices.length > 1 && !recording
      ? el('div', { class: 'field' }, el('label', { for: 'microphone' }, t('record.microphone')),
        el('select', { id: 'microphone', onchange: event => open(event.target.value) },
          devices.map(device => el('option', { value: device.deviceId, selected: device.deviceId === capture?.deviceId }, device.label || t('record.microphone')))))
      : null;
    const parts = [
      el('div', { class: 'record-head' }, heading(recording ? 'record.title.recording' : 'record.title.ready'), live.time),
      el('div', { class: 'reading-box' },
        el('div', { class: 'reading-head' }, el('label', { for: 'reading-language' }, t('record.text')), chooser),
        live.text),
      live.timeline.element,
      el('div', { class: 'meter-box' }, live.meter, el('div', { class: 'meter-marks', 'aria-hidden': 'true' }, ['low', 'good', 'hot'].map(zone => el('span', { class: zone }, t(`record.range.${zone}`)))), live.advice),
      microphone,
      el('div', { class: 'actions' },
        recording ? button('stop', 'record', 'stop', stop) : button('start', 'record', 'mic', start),
        button('close', 'plain', null, () => { close(); state = 'idle'; draw('open'); })),
    ].filter(Boolean);
    showLevel();
    return parts;
  }

  function showLevel() {
    if (!live.meter || !meter) {
      return;
    }

    const share = level => Math.max(0, Math.min(1, (level + 60) / 60));
    live.bar.style.transform = `scaleX(${share(meter.level)})`;
    live.peak.style.insetInlineStart = `${100 * share(meter.peak)}%`;
    live.meter.setAttribute('aria-valuenow', Math.round(Math.max(-60, meter.level)));
    live.meter.dataset.state = meter.state;
    // What changes with every block would only flicker: a word stays for a second, but that the level is too high is said at once.
    const now = performance.now();
    if (meter.state !== live.said && (meter.state === 'clipping' || now - (live.saidAt ?? 0) > 1000)) {
      live.said = meter.state;
      live.saidAt = now;
      live.advice.replaceChildren(icon(meter.state === 'good' ? 'check' : meter.state === 'waiting' ? 'mic' : 'alert'), t(`record.state.${meter.state}`));
      live.advice.dataset.state = meter.state;
    }

    const seconds = peaks.length * secondsPerBlock;
    if (state === 'recording') {
      live.timeline.draw(peaks, secondsPerBlock);
      live.time.textContent = duration(seconds, true);
      live.time.dataset.zone = seconds < 5 ? 'short' : seconds < 10 ? 'enough' : 'best';
    }
  }

  function drawReview() {
    const timeline = new Timeline();
    timeline.draw(kept.peaks, secondsPerBlock, 0);
    const audio = el('audio', { controls: true, src: kept.url, 'aria-label': t('record.listen') });
    audio.addEventListener('timeupdate', () => timeline.draw(kept.peaks, secondsPerBlock, audio.currentTime));
    return [
      heading('record.title.review'),
      el('p', { class: 'note' }, t(`record.length.${kept.seconds < 5 ? 'short' : kept.seconds < 10 ? 'enough' : kept.seconds <= 30 ? 'best' : 'long'}`, { seconds: kept.seconds })),
      timeline.element,
      audio,
      el('ul', { class: 'heard' }, heard().map(([good, text]) => el('li', { class: good ? 'good' : 'poor' }, icon(good ? 'check' : 'alert'), text))),
      el('div', { class: 'field' }, el('label', { for: 'recording-name' }, t('record.name')),
        el('input', { id: 'recording-name', value: kept.name, maxlength: 100, autocomplete: 'off', oninput: event => { kept.name = event.target.value; } })),
      el('div', { class: 'actions' },
        button('send', 'main', 'upload', send),
        button('repeat', 'plain', 'again', () => discard(true)),
        button('discard', 'quiet', 'trash', () => discard(false))),
    ];
  }

  /** What the meter noticed while it was recorded: what is to be done better, or that nothing is. */
  function heard() {
    const often = name => (kept.worst[name] ?? 0) * secondsPerBlock;
    const found = ['clipping', 'low', 'noisy', 'silent'].filter(name => often(name) > (name === 'clipping' ? 0 : kept.seconds / 2));
    return found.length > 0 ? found.map(name => [false, t(`record.heard.${name}`)])
      : kept.voice !== null ? [[true, t('record.heard.good', { voice: Math.round(kept.voice), ratio: Math.round(kept.voice - kept.noise) })]]
      : [];
  }

  draw();
  return () => {
    if (state === 'recording') {
      stop();
    }

    close();
  };
}

window.addEventListener('beforeunload', event => {
  if (kept) {
    event.preventDefault();
  }
});

const nameOf = code => new Intl.DisplayNames([code], { type: 'language' }).of(code);

const defaultName = () => `${t('record.file')} ${new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium' }).format(new Date()).replaceAll(':', '-')}`;
