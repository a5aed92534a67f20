import { bandCount } from "./bands.ts";
import { missing, type PowerTrack } from "./power-track.ts";

/**
 * Powers by band of what was sent and of what came (none where a packet is missing), of the last 256 frames of 20 ms; `frames`
 * counts all there were, `listened` those since somebody last cared to know what comes.
 */
export type Heard = { readonly sent: PowerTrack; readonly came: PowerTrack; frames: number; listened: number };

/** Frames a track holds. */
export const kept = 256;
/** Frames compared (3.8 s), delays tried (0 to 660 ms), and how many frames a comparison needs. */
const most = 192;
const delays = 34;
const least = 35;
/** Frames by which the way back may be shorter or longer than learned: jitter buffers shrink and grow, here and there. */
const around = 3;
/** Pairs of bands count alike, however loud one of them is: a tone on the line tells nothing of the others. */
const groups = bandCount / 2;
/** Kept small against any sound: no comparison of nothing with nothing. */
const nothing = 1e-6;

// Used within one call only.
const sent = new Float32Array(most * groups);
const came = new Float32Array(most * groups);

/**
 * The most power sent about a delay before this frame: `slack` frames more to either side where packets were
 * missing.
 */
export function loudestAround(heard: Heard, frame: number, delay: number, slack: number, band: number): number {
  const nearest = Math.max(0, delay - around - slack);
  const farthest = Math.min(frame, delay + around + slack);
  return heard.sent.most(((frame - farthest) % kept) * bandCount + band, farthest - nearest + 1, bandCount);
}

/** The delay (frames) at which loudness by band came most as it was sent, and how alike (at most 1); null when too little was heard. */
export function likeness(heard: Heard): { readonly delay: number; readonly alike: number } | null {
  const span = Math.min(most, heard.listened);
  if (span < least + 5) return null;
  level(heard, heard.sent, span, sent);
  level(heard, heard.came, span, came);
  let best = { delay: 0, alike: Number.NEGATIVE_INFINITY };
  for (let delay = 0; delay < Math.min(delays, span - least); delay += 1) {
    let both = 0;
    let squaresSent = 1e-9;
    let squaresCame = 1e-9;
    for (let at = delay * groups; at < span * groups; at += 1) {
      const before = sent[at - delay * groups]!;
      const now = came[at]!;
      both += before * now;
      squaresSent += before * before;
      squaresCame += now * now;
    }
    const alike = both / Math.sqrt(squaresSent * squaresCame);
    if (alike > best.alike) best = { delay, alike };
  }
  return best;
}

/** Loudness (fourth root of power) of the last frames by pairs of bands, each about its mean and with the same spread. */
function level(heard: Heard, powers: PowerTrack, span: number, into: Float32Array): void {
  for (let group = 0; group < groups; group += 1) {
    let sum = 0;
    let squares = 0;
    let count = 0;
    for (let step = 0; step < span; step += 1) {
      const at = ((heard.frames - span + step) % kept) * bandCount + 2 * group;
      const root = powers.rootAt(at);
      // What is missing tells neither for nor against.
      const loudness = root === missing ? Number.NaN : Math.sqrt(root + powers.rootAt(at + 1));
      into[step * groups + group] = loudness;
      if (root === missing) continue;
      count += 1;
      sum += loudness;
      squares += loudness * loudness;
    }
    const mean = sum / Math.max(1, count);
    const spread = Math.sqrt(Math.max(0, squares - sum * mean) + nothing * span);
    for (let step = 0; step < span; step += 1) {
      const at = step * groups + group;
      into[at] = Number.isNaN(into[at]) ? 0 : (into[at]! - mean) / spread;
    }
  }
}
