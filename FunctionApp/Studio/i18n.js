/** The languages of the page, each by its own name. */
export const languages = { en: 'English', ja: '日本語' };

const chosenName = 'voiceprep.language';
let texts = {};
let messages = {};
let current = 'en';

/** Fires `change` when another language was loaded. */
export const i18n = new EventTarget();

export const language = () => current;

/** Loads the chosen language, else the browser's, else English. */
export function loadLanguage() {
  const chosen = localStorage.getItem(chosenName);
  const wanted = chosen ? [chosen] : navigator.languages.map(tag => tag.split('-')[0]);
  return useLanguage(wanted.find(code => code in languages) ?? 'en');
}

export async function chooseLanguage(code) {
  localStorage.setItem(chosenName, code);
  await useLanguage(code);
  i18n.dispatchEvent(new Event('change'));
}

async function useLanguage(code) {
  const [page, voice, told] = await Promise.all(['texts', 'voice', 'messages'].map(name => read(`${name}.${code}.json`)));
  texts = { ...page, ...voice };
  messages = told;
  current = code;
  document.documentElement.lang = code;
}

async function read(file) {
  const response = await fetch(new URL(file, import.meta.url));
  return response.ok ? response.json() : {};
}

/** A text by its key. `{name}` in it is taken from `values`; one with several forms is chosen by `values.count`. */
export function t(key, values = {}) {
  const text = texts[key];
  if (text === undefined) {
    return key;
  }

  return fill(typeof text === 'string' ? text : text[new Intl.PluralRules(current).select(values.count)] ?? text.other, values);
}

export const has = key => key in texts;

/** A template with its `{placeholders}` filled; numbers as the language writes them. */
export const fill = (template, values = {}) => template.replace(/\{(\w+)\}/g, (whole, name) => {
  const value = values[name];
  return value === undefined || value === null ? whole : typeof value === 'number' ? number(value) : String(value);
});

/** With at most, and at least, so many digits after the point. */
export const number = (value, digits = Math.abs(value) < 1 ? 3 : 1, least = 0) =>
  new Intl.NumberFormat(current, { maximumFractionDigits: digits, minimumFractionDigits: least }).format(value);

/** The catalogue of what the service says by codes: `rejections`, `faults`, `checks`, `grades`, `reasons`, `cuts`, `problems`, `stages`. */
export const catalogue = () => messages;

/** A rejection in the page's language: `{ message, advice }`, the service's own words where the catalogue lacks it or a value. */
export function wordRejection(rejection) {
  const words = messages.rejections?.[rejection.code];
  const values = Object.fromEntries(Object.entries(rejection.values ?? {}).map(([name, value]) => [name, wordValue(value)]));
  return words && isFilled(words.message, values) && isFilled(words.advice, values)
    ? { message: fill(words.message, values), advice: fill(words.advice, values) }
    : { message: rejection.message, advice: rejection.advice };
}

/** A number so exact that what is under a limit never looks like the limit; grades and names of checks in the page's language. */
const wordValue = value => typeof value === 'number'
  ? number(value, 2)
  : new Intl.ListFormat(current).format(value.split(', ').map(word => messages.grades?.[word] ?? messages.checks?.[word]?.label ?? word));

/** Why a voice failed, in the page's language: `{ message, advice }`, the service's own words where the catalogue lacks the code. */
export const wordFault = ({ error, errorCode }) => messages.faults?.[errorCode] ?? { message: error ?? t('status.failed'), advice: '' };

/** What went wrong with a request, in the page's language. */
export function wordError(error) {
  return has(`problem.${error.code}`) ? t(`problem.${error.code}`) : messages.problems?.[error.code]?.message ?? error.message;
}

const isFilled = (template, values = {}) => [...template.matchAll(/\{(\w+)\}/g)].every(([, name]) => values?.[name] !== undefined);

/** Puts the texts into what index.html holds: `data-t` for content, `data-t-label` for aria-label. */
export function translatePage() {
  for (const element of document.querySelectorAll('[data-t]')) {
    element.textContent = t(element.dataset.t);
  }

  for (const element of document.querySelectorAll('[data-t-label]')) {
    element.setAttribute('aria-label', t(element.dataset.tLabel));
  }
}

/** "just now", "5 minutes ago"; a date where it is longer ago than a week. */
export function when(date) {
  const seconds = (new Date(date) - Date.now()) / 1000;
  const relative = new Intl.RelativeTimeFormat(current, { numeric: 'auto' });
  const age = Math.abs(seconds);
  return age < 45 ? t('time.now')
    : age < 3600 ? relative.format(Math.round(seconds / 60), 'minute')
    : age < 86400 ? relative.format(Math.round(seconds / 3600), 'hour')
    : age < 604800 ? relative.format(Math.round(seconds / 86400), 'day')
    : new Intl.DateTimeFormat(current, { dateStyle: 'medium' }).format(new Date(date));
}

/** Bytes as MB or kB, in steps of 1000 as the service counts them. */
export const bytes = value => value >= 1e6 ? `${number(value / 1e6)} MB` : `${number(Math.ceil(value / 1e3), 0)} kB`;
