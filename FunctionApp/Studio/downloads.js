import { getBlob, hasKey, urlOf } from './api.js';
import { announce, el, icon } from './dom.js';
import { t, wordError } from './i18n.js';
import { clipName } from './words.js';

const files = ['reference.wav', 'embedding.npy', 'transcript.txt', 'transcript.srt', 'transcript.vtt', 'waveform.json'];

/** The files of a completed voice, and the lines that would have made them. */
export function showDownloads({ id, name, profile }) {
  const problem = el('p', { class: 'wrong', role: 'alert', hidden: true });
  return [
    el('ul', { class: 'files' }, [...files, 'profile.json'].map(file =>
      el('li', {}, link(file), el('span', { class: 'note' }, t(`file.${file}`))))),
    problem,
    el('h3', {}, t('code.title')),
    el('p', { class: 'note' }, t('code.lead')),
    code('curl', curl(id, name, profile.recordings)),
    profile.recordings ? null : code('Python', python(name)),
  ];

  function link(file) {
    const stored = `voices/${id}/files/${file}`;
    return el('a', { class: 'button plain', href: file === 'profile.json' ? `#/voices/${id}` : urlOf(stored), download: file, onclick: async event => {
      if (file !== 'profile.json' && !hasKey()) {
        return; // the link itself does
      }

      event.preventDefault();
      try {
        save(file === 'profile.json' ? new Blob([JSON.stringify(profile, null, 2)], { type: 'application/json' }) : await getBlob(stored), file);
        problem.hidden = true;
      } catch (error) {
        problem.textContent = wordError(error);
        problem.hidden = false;
      }
    } }, icon('download'), file);
  }
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function code(title, text) {
  return el('details', { class: 'code', open: title === 'curl' },
    el('summary', {}, title),
    el('pre', { tabindex: 0, 'aria-label': title }, el('code', {}, text)),
    el('button', { type: 'button', class: 'quiet', onclick: async () => {
      await navigator.clipboard.writeText(text);
      announce(t('code.copied'));
    } }, icon('copy'), t('code.copy')));
}

const api = () => urlOf('').replace(/\/$/, '');

function curl(id, name, recordings) {
  const key = hasKey() ? ' -H "x-functions-key: $VOICEPREP_KEY"' : '';
  const quoted = text => `'${text.replaceAll("'", "'\\''")}'`;
  const upload = recordings
    ? `${recordings.map(recording => `-F ${quoted(`file=@${clipName(recording.source)}`)}`).join(' ')} -F ${quoted(`name=${name}`)} ${api()}/voices`
    : `--data-binary @${quoted(name)} '${api()}/voices?fileName=${encodeURIComponent(name).replaceAll("'", '%27')}'`;
  return `curl -s${key} ${upload}
curl -s${key} ${api()}/voices/${id}
curl -s${key} -O ${api()}/voices/${id}/files/reference.wav
curl -s${key} -O ${api()}/voices/${id}/files/embedding.npy`;
}

const python = name => `import time
import requests

api, name = ${JSON.stringify(api())}, ${JSON.stringify(name)}
session = requests.Session()
${hasKey() ? 'session.headers["x-functions-key"] = KEY\n' : ''}with open(name, "rb") as recording:
    voice = session.post(f"{api}/voices", params={"fileName": name}, data=recording).json()
while voice["status"] in ("queued", "running"):
    time.sleep(1)
    voice = session.get(f"{api}/voices/{voice['id']}").json()
for file in ("reference.wav", "embedding.npy"):
    with open(file, "wb") as saved:
        saved.write(session.get(f"{api}/voices/{voice['id']}/files/{file}").content)`;
