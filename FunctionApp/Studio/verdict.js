import { el, icon } from './dom.js';
import { t } from './i18n.js';
import { scaleOf } from './scales.js';
import { adviceOf, gradeName, labelOf, measured, wordReason, worstFirst } from './words.js';

const symbols = { good: 'check', usable: 'alert', poor: 'cross' };

/** An outcome as a word with its symbol. */
export const gradeBadge = grade => el('span', { class: `badge ${grade}` }, icon(symbols[grade]), gradeName(grade));

/** What there is to improve, worst first: of the verdict, and of the transcript where it is not to be trusted. */
export function showAdvice({ verdict, transcript }) {
  const rows = worstFirst(verdict.checks).filter(check => check.outcome !== 'good').map(check => [
    check.outcome,
    adviceOf(check),
    check.value === undefined || !scaleOf(check) ? labelOf(check) : t('advice.measured', { label: labelOf(check), value: measured(check.value, check.unit), limit: limitText(check) }),
  ]);
  if (!transcript.reliable) {
    rows.push(['usable', t('advice.transcript'), transcript.reasons.map(wordReason).join(' ')]);
  }

  return rows.length === 0
    ? el('p', { class: 'praise' }, icon('check'), t('advice.nothing', { count: verdict.checks.length }))
    : el('ol', { class: 'advices' }, rows.map(([outcome, advice, why]) => el('li', { class: outcome },
      el('span', { class: 'advice-mark' }, icon(symbols[outcome])),
      el('div', {}, el('strong', {}, advice), el('span', { class: 'note' }, why)))));
}

/** The verdict: each value on a scale between its limits, worst first. */
export function showVerdict(verdict) {
  const heads = ['verdict.check', 'verdict.value', 'verdict.scale', 'verdict.outcome'];
  // The roles are those of a table anyway; on a phone its rows are drawn as blocks, and browsers then forget them.
  return el('table', { class: 'verdict', role: 'table' },
    el('caption', { class: 'said' }, t('verdict.caption')),
    el('thead', { role: 'rowgroup' }, el('tr', { role: 'row' }, heads.map(key => el('th', { scope: 'col', role: 'columnheader' }, t(key))))),
    el('tbody', { role: 'rowgroup' }, worstFirst(verdict.checks).map(check =>
      el('tr', { role: 'row', class: check.outcome },
        el('th', { scope: 'row', role: 'rowheader' }, el('span', {}, labelOf(check)), check.outcome === 'good' ? null : el('span', { class: 'note' }, adviceOf(check))),
        el('td', { role: 'cell', class: 'number value' }, check.value === undefined ? el('span', { class: 'note' }, t('verdict.unmeasured')) : measured(check.value, check.unit)),
        el('td', { role: 'cell' }, showScale(check)),
        el('td', { role: 'cell' }, gradeBadge(check.outcome))))));
}

function limitText(check) {
  const scale = scaleOf(check);
  if (!scale) {
    return '';
  }

  const [least, most] = [scale.least, scale.most].map(limit => limit === null ? null : measured(limit, check.unit));
  return least === null ? t('limit.to', { limit: most }) : most === null ? t('limit.from', { limit: least }) : t('limit.between', { least, most });
}

/** A bar of the zones poor, usable and good with a mark where the value is. */
function showScale(check) {
  const scale = scaleOf(check);
  if (!scale) {
    return null;
  }

  const zones = scale.zones.map(zone => {
    const bar = el('span', { class: `zone-bar ${zone.outcome}` });
    bar.style.left = `${zone.start * 100}%`;
    bar.style.width = `${(zone.end - zone.start) * 100}%`;
    return bar;
  });
  const bar = el('div', { class: 'scale-bar', 'aria-hidden': 'true' }, zones);
  if (check.value !== undefined) {
    const mark = el('span', { class: `scale-mark ${check.outcome}` });
    mark.style.left = `${scale.at(check.value) * 100}%`;
    bar.append(mark);
  }

  return el('div', { class: 'scale' }, bar, el('span', { class: 'note' }, limitText(check)));
}
