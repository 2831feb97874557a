import { getJson, postJson, request } from './api.js';
import { announce, el, icon } from './dom.js';
import { number, t, wordError } from './i18n.js';

/** The plan's mean of what users say. */
const wantedMean = 4;

/** Asks how the clone sounded, and shows what was said of the model profile so far. */
export function showFeedback(id, modelProfile) {
  const comment = el('textarea', { id: 'feedback-comment', maxlength: 2000, rows: 3 });
  const send = el('button', { class: 'main', disabled: true }, t('feedback.send'));
  const said = el('p', { role: 'status', class: 'feedback-said' });
  const means = el('div', {});
  const scores = el('fieldset', { class: 'scores' },
    el('legend', {}, t('feedback.question')),
    [1, 2, 3, 4, 5].map(score => el('label', { class: 'score' },
      el('input', { type: 'radio', name: 'score', value: score, required: true, onchange: () => { send.disabled = false; } }),
      el('span', { class: 'score-number' }, String(score)),
      el('span', { class: 'score-word' }, t(`feedback.${score}`)))));
  const form = el('form', { class: 'feedback', onsubmit: async event => {
    event.preventDefault();
    send.disabled = true;
    try {
      const words = comment.value.trim();
      await postJson(`voices/${id}/feedback`, { score: Number(new FormData(form).get('score')), ...(words ? { comment: words } : {}) });
      said.className = 'feedback-said praise';
      said.replaceChildren(icon('check'), t('feedback.kept'));
      await showMeans();
    } catch (error) {
      said.className = 'feedback-said wrong';
      said.replaceChildren(wordError(error));
    } finally {
      send.disabled = false;
    }
  } }, scores, el('label', { for: 'feedback-comment' }, t('feedback.comment')), comment, el('div', { class: 'actions' }, send, said));
  Promise.all([showGiven(), showMeans()]).catch(() => announce(t('feedback.unknown')));
  return [form, means];

  /** What was said of this voice before: sent again, it is replaced. */
  async function showGiven() {
    const response = await request(`voices/${id}/feedback`);
    if (response.status === 204) {
      return;
    }

    const given = await response.json();
    if (send.disabled) { // nothing was chosen meanwhile
      form.elements.score.value = given.score;
      comment.value = given.comment ?? '';
      send.disabled = false;
      said.replaceChildren(t('feedback.given'));
    }
  }

  async function showMeans() {
    const { modelProfiles } = await getJson('feedback');
    means.replaceChildren(showScores(modelProfiles.filter(profile => profile.modelProfile === modelProfile)));
  }
}

/** Number and mean of the scores of each model profile, against the plan's mean. */
export function showScores(modelProfiles) {
  if (modelProfiles.length === 0) {
    return el('p', { class: 'note' }, t('feedback.none'));
  }

  return el('ul', { class: 'means' }, modelProfiles.map(({ modelProfile, count, mean }) => {
    const bar = el('span', { class: `mean-fill ${mean >= wantedMean ? 'good' : 'usable'}` });
    bar.style.width = `${(mean - 1) / 4 * 100}%`;
    const mark = el('span', { class: 'mean-mark' });
    mark.style.left = `${(wantedMean - 1) / 4 * 100}%`;
    return el('li', {},
      el('span', { class: 'mean-name' }, modelProfile),
      el('span', { class: 'mean-bar', 'aria-hidden': 'true' }, bar, mark),
      el('strong', { class: 'number' }, number(mean, 2)),
      el('span', { class: 'note' }, t('feedback.count', { count })));
  }));
}
