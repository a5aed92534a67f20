import { ownMemory, type SoundMemory } from "../audio/sound-memory.ts";

/** All in samples at 8 kHz (1/8 ms) unless said otherwise. */
const leastDelay = 160;
const mostDelay = 1600;
/** What playing in steps of 20 ms costs: a packet that is needed first may stand anywhere in the step. */
const step = 160;
/** Packets looked back on: 5 s of 20 ms ones. */
const remembered = 256;
/** The share of packets that must come in time. */
const inTime = 0.98;
const binWidth = 32;
const bins = 64;
/** ms after which the quickest packet seen is forgotten once more. */
const floorLasts = 8000;

/** Watches how long packets take and says which delay lets nearly all of them be played (20 to 200 ms). */
export class Transit {
  /** The delay to play with. */
  target = leastDelay + binWidth;
  #origin = 0;
  /** The quickest transit of this window and of the last: a drifting clock moves both. */
  #floor = 0;
  #formerFloor = 0;
  #floorUntil = 0;
  readonly #recent: Uint8Array;
  readonly #counts: Uint16Array;
  #seen = 0;

  constructor(memory: SoundMemory = ownMemory) {
    this.#recent = memory.bytes(remembered);
    this.#counts = memory.counts(bins);
  }

  /** A new stream: its clock has nothing to do with the last one's, but the way here may be the same. `now` in ms. */
  restart(timestamp: number, now: number): void {
    this.#origin = raw(timestamp, now);
    this.#floor = 0;
    this.#formerFloor = 0;
    this.#floorUntil = now + floorLasts;
  }

  /** Takes a packet's arrival; returns how much later than the quickest it came. */
  observe(timestamp: number, now: number): number {
    const transit = (raw(timestamp, now) - this.#origin) | 0;
    if (now >= this.#floorUntil) {
      this.#formerFloor = this.#floor;
      this.#floor = transit;
      this.#floorUntil = now + floorLasts;
    } else if (transit < this.#floor) this.#floor = transit;
    const late = transit - Math.min(this.#floor, this.#formerFloor);
    this.#remember(Math.min(bins - 1, Math.max(0, Math.floor(late / binWidth))));
    if (late > this.target - step || (this.#seen & 0x0f) === 0) this.#aim();
    return late;
  }

  /** How long a sample waits that the quickest packet brings and that is played when `playing` is, at `now` (ms). */
  delayOf(playing: number, now: number): number {
    return ((raw(playing, now) - this.#origin) | 0) - Math.min(this.#floor, this.#formerFloor);
  }

  #remember(bin: number): void {
    const at = this.#seen % remembered;
    if (this.#seen >= remembered) this.#counts[this.#recent[at]!]! -= 1;
    this.#recent[at] = bin;
    this.#counts[bin]! += 1;
    this.#seen += 1;
  }

  #aim(): void {
    const wanted = Math.ceil(Math.min(this.#seen, remembered) * inTime);
    let covered = 0;
    let bin = 0;
    while (covered < wanted && bin < bins) covered += this.#counts[bin++]!;
    this.target = Math.min(mostDelay, Math.max(leastDelay, bin * binWidth + step));
  }
}

/** Arrival minus timestamp, modulo 2^32. */
const raw = (timestamp: number, now: number): number => (Math.round(now * 8) - timestamp) | 0;
