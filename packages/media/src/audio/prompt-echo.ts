import { bandCount, bandPowers } from "./bands.ts";
import { silentFrame } from "./g711.ts";
import { type Heard, kept, likeness, loudestAround } from "./likeness.ts";
import type { Frame } from "./mix.ts";
import { missing, PowerTrack, powersOf } from "./power-track.ts";
import { ownMemory, type SoundMemory } from "./sound-memory.ts";

/** Frames of 20 ms after a prompt in which it may still come back: 800 ms of way, jitter buffer and room. */
const lasts = 40;
/** Frames of a prompt after which a line that was quiet so far is taken to return nothing; and any other line is known. */
const quietFor = 40;
const knownAfter = 76;
const knownAtLast = 150;
/** On a line with gaps the way back moves too: each missing frame puts that off by so many. */
const missedCosts = 4;
/** How alike sent and returned sound must be, at the likeliest delay, to be called an echo (1: the same). */
const echoFrom = 0.25;
/** On a line with gaps, less alike than this may be an echo whose way moves. */
const echoSure = 0.6;
/** ms between two frames that are more than a late tick. */
const stalled = 55;
/** Frames by which the delay may have moved since, one for each that was missing. */
const mostSlack = 10;
/** Every so often (frames) the echo is learned again; in the first seconds more often. */
const learnEvery = 30;
const learnAtFirst = 10;
/** So much (5 dB) above the expected echo must so many of sixteen bands stand for a frame to hold more than it. */
const margin = 10 ** 0.5;
const bandsAbove = 3;
/** An echo dies away by 3.5 dB a frame, as in a room that is quiet after a third of a second. */
const decay = 0.45;
/** The share of the returned frames that the learned gain reaches. */
const covered = 0.8;
/** Of what was sent (full scale is 1), only more than this tells anything of the gain; below the second nothing was heard. */
const telling = 1e-5;
const quietest = 1e-6;
const faintest = 1e-7;

// Used within one call only.
const ratios = new Float32Array(kept);
const powers = new Float32Array(bandCount);

const pause = powersOf({ bytes: silentFrame.PCMA, codec: "PCMA" });

/**
 * Tells a prompt that comes back from a telephone from what a caller adds to it: the delay and, by band of 200 Hz, the gain of
 * the echo are learned from the first prompt on. Powers, not samples, are compared, since codecs and jitter buffers leave
 * nothing else alike. Until that is known, all is taken for an echo while a prompt sounds and shortly after (adr/0009).
 */
export class PromptEcho {
  readonly #heard: Heard;
  readonly #gain: Float32Array;
  readonly #expected: Float32Array;
  /** Powers by band of what was sent last; null for a pause. */
  #prompt: PowerTrack | null = null;
  #since = lasts;
  #sounding = 0;
  /** ms */ #last = Number.POSITIVE_INFINITY;
  #missed = 0;
  #quiet = true;
  #rested = false;
  /** Anything came at all. */
  #came = false;
  #known = false;
  #delay = 0;
  #alike = 0;

  constructor(memory: SoundMemory = ownMemory) {
    const track = (): PowerTrack => new PowerTrack(kept * bandCount, memory);
    this.#heard = { sent: track(), came: track(), frames: 0, listened: 0 };
    this.#gain = memory.floats(bandCount);
    this.#expected = memory.floats(bandCount);
  }

  /**
   * The next 20 ms of a prompt go to the caller (A-law); null where it pauses or none is played. `sent`: its powers by band,
   * where they are known.
   */
  send(bytes: Uint8Array | null, sent: PowerTrack | null = null): void {
    this.#prompt = bytes === null ? null : (sent ?? powersOf({ bytes, codec: "PCMA" }));
  }

  /** The next 20 ms come from the caller, at `now` (ms). True when they may be no more than the prompt's echo. */
  withholds(frame: Frame | null, now: number): boolean {
    if (!this.#mayComeBack(frame, now)) return false;
    if (this.#prompt !== null) this.#sounding += 1;
    const { frames: index, listened } = this.#heard;
    const at = this.#keepSent();
    if (frame === null) this.#heard.came.miss(at, bandCount);
    else this.#hear(frame, at);
    this.#heard.listened += 1;
    if (listened % (this.#sounding < 100 ? learnAtFirst : learnEvery) === learnAtFirst - 1) this.#learn();
    this.#known ||= this.#sounding >= quietFor && (this.#quiet || listened >= this.#needed);
    const more = this.#came && this.#holdsMore(index, at);
    return !this.#known || (this.#alike >= echoFrom && !more);
  }

  /**
   * As `withholds`, where nobody asks: what comes is not looked at, what was learned stands, and what is sent is kept, since
   * its end may come back when something is asked.
   */
  rest(frame: Frame | null, now: number): void {
    if (!this.#mayComeBack(frame, now)) return;
    this.#heard.came.miss(this.#keepSent(), bandCount);
    this.#heard.listened = 0;
    this.#rested = true;
  }

  /** Whether a prompt sounds or did so lately; counts what is missing of what comes while it does. */
  #mayComeBack(frame: Frame | null, now: number): boolean {
    const late = now - this.#last;
    this.#last = now;
    this.#since = this.#prompt === null ? this.#since + 1 : 0;
    if (this.#since > lasts) return false;
    // Where this process stood still, the jitter buffer grew: as on a line with gaps, the way back has moved.
    if (late > stalled) this.#missed += Math.round(late / 20);
    if (frame === null) this.#missed += 1;
    return true;
  }

  /** Lays down what was sent; returns its place. */
  #keepSent(): number {
    const at = (this.#heard.frames % kept) * bandCount;
    this.#heard.sent.lay(at, this.#prompt ?? pause);
    this.#heard.frames += 1;
    return at;
  }

  #hear(frame: Frame, at: number): void {
    bandPowers(frame, powers);
    for (let band = 0; band < bandCount; band += 1) {
      const power = powers[band]!;
      this.#heard.came.put(at + band, power);
      if (power > quietest) this.#quiet = false;
    }
    this.#came = true;
  }

  /** Frames it takes to know the line: more when it has gaps, and yet more when what comes then is neither like nor unlike. */
  get #needed(): number {
    const isUnsure = this.#missed > 0 && this.#alike >= echoFrom && this.#alike < echoSure;
    return (isUnsure ? knownAtLast : knownAfter) + missedCosts * this.#missed;
  }

  get #slack(): number {
    return Math.min(mostSlack, this.#missed);
  }

  #holdsMore(index: number, at: number): boolean {
    let above = 0;
    for (let band = 0; band < bandCount; band += 1) {
      const echo = loudestAround(this.#heard, index, this.#delay, this.#slack, band) * this.#gain[band]!;
      const expected = Math.max(echo, this.#expected[band]! * decay);
      this.#expected[band] = expected;
      const came = this.#heard.came.at(at + band);
      if (came > expected * margin && came > faintest) above += 1;
    }
    return above >= bandsAbove;
  }

  #learn(): void {
    // Of a line on which nothing came there is nothing to be learned.
    if (!this.#came) return;
    // So little tells less than what is known already.
    if (this.#rested && this.#heard.listened < knownAfter) return;
    const found = likeness(this.#heard);
    if (found === null) return;
    // A caller who speaks makes the two less alike: what was known before stands.
    if (!this.#known || found.alike > this.#alike - 0.1) {
      this.#delay = found.delay;
      this.#alike = this.#known ? Math.max(found.alike, this.#alike - 0.02) : found.alike;
    }
    const { frames, came } = this.#heard;
    for (let band = 0; band < bandCount; band += 1) {
      let count = 0;
      for (let frame = Math.max(this.#delay + 2, frames - 192); frame < frames; frame += 1) {
        const back = came.at((frame % kept) * bandCount + band);
        if (back === missing) continue;
        const sent = loudestAround(this.#heard, frame, this.#delay, this.#slack, band);
        if (sent > telling) ratios[count++] = back / sent;
      }
      if (count >= 10) this.#gain[band] = ratios.subarray(0, count).sort()[Math.floor(count * covered)]!;
    }
  }
}
