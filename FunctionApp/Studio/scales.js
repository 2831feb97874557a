/**
 * How each row of the verdict is drawn: the ends of its scale, whether it is logarithmic, and the limits that the service does not tell with the row:
 * `usable`, beyond which it is poor, and for loudness, which can be too high too, the upper pair. The limit of good comes with the row.
 */
const scales = {
  seconds: { from: 0, to: 30, usable: 5, higher: true },
  speech_seconds: { from: 0, to: 30, usable: 3, higher: true },
  speech_share: { from: 0, to: 1, usable: 0.15, higher: true },
  longest_pause: { from: 0, to: 15, usable: 10 },
  signal_to_noise: { from: 0, to: 60, usable: 10, higher: true },
  loudness: { from: -60, to: 0, usable: -45, higher: true, upper: { good: -9, usable: -3 } },
  peak: { from: -24, to: 6, usable: 3 },
  clipped_share: { from: 0.00001, to: 0.05, usable: 0.005, logarithmic: true },
  dc_offset: { from: 0, to: 0.03, usable: 0.02 },
  flat_tops: { from: 0, to: 0.45, usable: 0.3 },
  bandwidth: { from: 2000, to: 24000, usable: 5500, higher: true, logarithmic: true },
  stereo_cancellation: { from: 0, to: 15, usable: 10 },
  hum: { from: -100, to: 0, usable: -15 },
  music: { from: -80, to: 0, usable: -25 },
  reverberation: { from: 0, to: 1, usable: 0.65 },
  clicks: { from: 0, to: 15, usable: 10 },
  dropouts: { from: 0, to: 8, usable: 5 },
  bit_rate: { from: 4, to: 320, usable: 12, higher: true, logarithmic: true },
  damage: { from: 0.0001, to: 1, usable: 0.5, logarithmic: true },
  channel_talkers: { from: 1, to: 10, usable: 8 },
  one_speaker: { from: -0.2, to: 1, higher: true },
};

/**
 * The scale of a check: `at(value)` is its place, 0 to 1; `zones` are the stretches of `poor`, `usable` and `good` with their places; `limits` the values between them.
 * Null for a row that this page does not know.
 */
export function scaleOf(check) {
  const scale = scales[check.name];
  if (!scale || check.threshold === undefined) {
    return null;
  }

  const place = scale.logarithmic ? Math.log : value => value;
  const [from, to] = [place(scale.from), place(scale.to)];
  const at = value => value <= scale.from ? 0 : value >= scale.to ? 1 : (place(value) - from) / (to - from);
  const usable = check.values?.usable ?? scale.usable;
  const upper = scale.upper && { good: check.values?.goodMax ?? scale.upper.good, usable: check.values?.usableMax ?? scale.upper.usable };
  // The service tells the limit that was judged by: where it is too loud, the upper one.
  const good = upper && check.threshold === upper.good ? check.values?.good ?? -33 : check.threshold;
  const rising = [...(usable === undefined ? [] : [['poor', usable]]), ['usable', good]];
  const falling = [['good', check.threshold], ...(usable === undefined ? [] : [['usable', usable]])];
  const steps = upper ? [...rising, ['good', upper.good], ['usable', upper.usable], ['poor', scale.to]]
    : scale.higher ? [...rising, ['good', scale.to]]
    : [...falling, [usable === undefined ? 'usable' : 'poor', scale.to]];
  let start = 0;
  const zones = [];
  for (const [outcome, limit] of steps) {
    const end = at(limit);
    if (end > start) {
      zones.push({ outcome, start, end });
      start = end;
    }
  }

  return { at, zones, good, usable, upper, higher: scale.higher ?? false };
}
