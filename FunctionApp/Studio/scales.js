/** The ends between which each row of the verdict is drawn, and whether by its logarithm. */
const ends = {
  seconds: [0, 30],
  speech_seconds: [0, 30],
  speech_share: [0, 1],
  longest_pause: [0, 15],
  signal_to_noise: [0, 60],
  loudness: [-60, 0],
  peak: [-24, 6],
  clipped_share: [0.00001, 0.05, 'logarithmic'],
  dc_offset: [0, 0.03],
  flat_tops: [0, 0.45],
  bandwidth: [2000, 24000, 'logarithmic'],
  stereo_cancellation: [0, 15],
  hum: [-100, 0],
  music: [-80, 0],
  reverberation: [0, 1],
  clicks: [0.05, 15, 'logarithmic'],
  dropouts: [0.05, 8, 'logarithmic'],
  bit_rate: [4, 320, 'logarithmic'],
  damage: [0.0001, 1, 'logarithmic'],
  channel_talkers: [0, 10],
  one_speaker: [-0.2, 1],
  consent_voice: [-0.2, 1],
};

/**
 * The scale of a check by the limits that came with it: `at(value)` is its place, 0 to 1; `zones` are the stretches of poor, usable and good with their places;
 * `least` and `most` are the limits of good, null where there is none on that side. Null where the limits, or the row, are not known.
 */
export function scaleOf({ name, values }) {
  if (!ends[name] || values?.good === undefined) {
    return null;
  }

  const { good, usable, maxGood, maxUsable } = values;
  const [from, to, logarithmic] = ends[name];
  const place = logarithmic ? Math.log : value => value;
  const at = value => value <= from ? 0 : value >= to ? 1 : (place(value) - place(from)) / (place(to) - place(from));
  const higher = usable === undefined || good >= usable; // a row without a second limit is never poor
  const rising = higher ? [['poor', usable ?? from], ['usable', good]] : [];
  const falling = maxGood !== undefined ? [['good', maxGood], ['usable', maxUsable], ['poor', to]] : higher ? [['good', to]] : [['good', good], ['usable', usable], ['poor', to]];
  let start = 0;
  const zones = [...rising, ...falling].map(([outcome, end]) => ({ outcome, start, end: start = at(end) }));
  return { at, least: higher ? good : null, most: higher ? maxGood ?? null : good, zones: zones.filter(zone => zone.end > zone.start) };
}
