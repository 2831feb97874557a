import { getJson } from './api.js';
import { el, icon } from './dom.js';
import { number, t } from './i18n.js';
import { showScores } from './feedback.js';
import { duration } from './words.js';

const pollEvery = 5000;

/** How the service does: what runs where, the last hour against the plan, and what users say. */
export async function showService(root) {
  let left = false;
  let timer;
  const figures = el('div', { class: 'service' });
  const heard = el('section', { class: 'panel' }, el('h2', {}, t('service.feedback')), el('p', { class: 'note' }, t('service.feedback.lead')));
  root.append(el('header', { class: 'head' }, el('h1', {}, t('service.title')), el('p', { class: 'lead' }, t('service.lead'))), figures, heard);
  draw(await read());
  heard.append(showScores((await getJson('feedback')).modelProfiles));
  again();
  return () => {
    left = true;
    clearTimeout(timer);
  };

  /** The figures, and the health: a service that is not ready says why with a 503. */
  async function read() {
    const [service, health] = await Promise.all([getJson('service'), getJson('health', { accept: [503] })]);
    return { ...health, ...service, problem: health.problem, notice: health.notice, status: health.status };
  }

  function again() {
    timer = setTimeout(async () => {
      try {
        const service = await read();
        if (!left) {
          draw(service);
        }
      } catch {
        // the banner says so, and the next try may succeed
      }

      if (!left) {
        again();
      }
    }, pollEvery);
  }

  function draw(service) {
    const { lastHour, targets } = service;
    figures.replaceChildren(
      el('section', { class: 'panel' },
        el('h2', {}, t('service.state'), ' ', state(service)),
        service.problem && el('p', { class: 'wrong' }, service.problem),
        service.notice && el('p', { class: 'notice' }, service.notice),
        el('dl', { class: 'facts' },
          fact('service.model', service.modelProfile),
          fact('service.device', service.device),
          fact('service.warm', t(service.warm ? 'service.warm.yes' : 'service.warm.no')),
          fact('service.running', number(service.running, 0)),
          fact('service.waiting', number(service.waiting, 0)))),
      el('section', { class: 'panel' },
        el('h2', {}, t('service.hour'), ' ', lastHour?.count ? el('span', { class: 'badge' }, t('service.count', { count: lastHour.count })) : null),
        lastHour?.count
          ? el('div', { class: 'gauges' },
            gauge('service.mean', lastHour.meanSeconds, targets.meanSeconds, duration),
            gauge('service.p95', lastHour.p95Seconds, targets.slowestSeconds, duration),
            gauge('service.slowest', lastHour.slowestSeconds, targets.slowestSeconds, duration),
            gauge('service.deviation', lastHour.deviationSeconds, null, duration))
          : el('p', { class: 'note' }, t('service.idle'))),
      el('section', { class: 'panel' },
        el('h2', {}, t('service.memory')),
        el('div', { class: 'gauges' }, gauge(service.memoryBudgetBytes === undefined ? 'service.memory.process' : 'service.memory.gpu', service.memoryBytes, targets.memoryBytes, value => `${number(value / 1e9, 2)} GB`))));
  }

  function state({ status, warm }) {
    const ready = status === 'ready' || (status === undefined && warm);
    return el('span', { class: `badge ${ready ? 'good' : status === 'loading' ? 'usable' : 'poor'}` }, icon(ready ? 'check' : 'alert'), t(`service.${ready ? 'ready' : status}`));
  }

  function fact(key, value) {
    return el('div', {}, el('dt', {}, t(key)), el('dd', {}, value));
  }

  /** A figure with its share of the target that it has to stay under. */
  function gauge(key, value, target, word) {
    if (value === undefined) {
      return null;
    }

    const kept = target === null || target === undefined || value <= target;
    const bar = target ? el('span', { class: 'gauge-bar', 'aria-hidden': 'true' }, el('span', { class: `gauge-fill ${kept ? 'good' : 'poor'}` })) : null;
    if (bar) {
      bar.firstChild.style.width = `${Math.min(100, value / target * 100)}%`;
    }

    return el('div', { class: 'gauge' },
      el('span', { class: 'gauge-name' }, t(key)),
      el('strong', { class: 'number gauge-value' }, word(value)),
      bar,
      target ? el('span', { class: kept ? 'note' : 'wrong' }, t(kept ? 'service.kept' : 'service.missed', { target: word(target) })) : null);
  }
}
