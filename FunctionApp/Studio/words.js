import { catalogue, number, t } from './i18n.js';

/** Seconds as minutes and seconds, such as 1:08.4. */
export function clock(seconds, digits = 1) {
  const whole = Math.round(seconds * 10 ** digits) / 10 ** digits;
  const minutes = Math.floor(whole / 60);
  return `${minutes}:${(whole - minutes * 60).toFixed(digits).padStart(digits ? digits + 3 : 2, '0')}`;
}

/** Seconds with their unit, to a tenth; `steady` where they tick, and would jump without it. */
export const duration = (seconds, steady = false) => t('unit.s', { n: number(seconds, 1, steady ? 1 : 0) });

/** A measured value with its unit, in the page's language. */
export function measured(value, unit) {
  if (unit === 'ratio') {
    const percent = value * 100;
    return `${number(percent, percent > 0 && percent < 1 ? 2 : 0)} %`;
  }

  return unit === 'Hz' ? `${number(value / 1000, 1)} kHz`
    : unit === 'cosine' ? number(value, 2)
    : unit === 's' && value < 1 ? t('unit.s', { n: number(value, 2) })
    : t(`unit.${unit}`, { n: number(value, 1) });
}

/** What a row of the verdict is called. */
export const labelOf = check => catalogue().checks?.[check.name]?.label ?? check.name.replaceAll('_', ' ');

/** What the speaker can do about a row, in the page's language; null where there is nothing to improve. */
export const adviceOf = check => check.advice ? catalogue().checks?.[check.name]?.advice?.[check.values?.reason] ?? check.advice : null;

/** Why a transcript, or a segment of it, is not to be trusted. */
export const wordReason = code => catalogue().reasons?.[code] ?? code.replaceAll('_', ' ');

/** Why a part of a recording is not used. */
export const wordCut = code => catalogue().cuts?.[code] ?? code.replaceAll('_', ' ');

/** What a grade is called. */
export const gradeName = grade => catalogue().grades?.[grade] ?? grade;

/** What a stage is called. */
export const stageName = stage => catalogue().stages?.[stage] ?? stage;

const order = { poor: 0, usable: 1, good: 2 };

/** The rows of a verdict, worst first. */
export const worstFirst = checks => [...checks].sort((a, b) => order[a.outcome] - order[b.outcome]);

/** The name that its uploader gave a clip, without the folder that keeps it apart from others. */
export const clipName = source => source.name.slice(source.name.lastIndexOf('/') + 1);

/** What a finished voice is called: its own name, where it is of several recordings, or its clip's. */
export const voiceName = profile => profile.name ?? clipName(profile.source);
