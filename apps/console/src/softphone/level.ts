import { audioContext } from "./sound.ts";

/** Measures a stream's loudness: 0 (silence) to 1 (full scale), on a scale where speech fills the upper half. */
export function openLevel(stream: MediaStream): { readonly read: () => number; readonly close: () => void } {
  const context = audioContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = new AnalyserNode(context, { fftSize: 1024 });
  const samples = new Float32Array(analyser.fftSize);
  source.connect(analyser);
  return {
    read: () => {
      analyser.getFloatTimeDomainData(samples);
      return loudness(samples);
    },
    close: () => source.disconnect(),
  };
}

/** Root mean square in decibels, with −60 dB as 0 and 0 dB as 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 60));
}

/** Hear oneself, half a second later, so that it cannot be mistaken for the room. */
export function hearOneself(stream: MediaStream): () => void {
  const context = audioContext();
  const source = context.createMediaStreamSource(stream);
  const delay = new DelayNode(context, { delayTime: 0.5, maxDelayTime: 1 });
  source.connect(delay).connect(context.destination);
  return () => {
    source.disconnect();
    delay.disconnect();
  };
}
