/**
 * Amplitude of one frequency in samples at 8 kHz (Goertzel): a sine of amplitude A measures A, silence 0. Use windows of
 * at least 50 ms, so that neighbours 20 Hz apart do not leak into one another.
 */
export function level(samples: Int16Array, frequency: number, sampleRate = 8000): number {
  if (samples.length === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
  let before = 0;
  let last = 0;
  for (const sample of samples) {
    const next = sample + coefficient * last - before;
    before = last;
    last = next;
  }
  const power = last * last + before * before - coefficient * last * before;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** Longest unbroken stretch (s), in quarters of a second, in which one frequency is stronger than `least` in 8 kHz samples. */
export function longestTone(samples: Int16Array, frequency: number, least: number): number {
  const quarter = 2_000;
  let run = 0;
  let best = 0;
  for (let at = 0; at + quarter <= samples.length; at += quarter) {
    run = level(samples.subarray(at, at + quarter), frequency) > least ? run + 0.25 : 0;
    best = Math.max(best, run);
  }
  return best;
}
