import type { RtpPacket } from "./packet.ts";

/** Packets (RFC 3550 A.1: MAX_DROPOUT, MAX_MISORDER) by which one may be ahead or behind and be of the same numbering. */
const mostAhead = 3000;
const mostBehind = 100;
/** Stands for no number. */
const none = -1;

/** Counts what arrives on a stream: restarts, losses and jitter as RFC 3550 appendix A.1, A.3 and A.8 define them. */
export class Reception {
  received = 0;
  doubled = 0;
  ssrc = -1;
  /** With the packet counted last a stream began: another SSRC, or the same one numbered anew. */
  began = false;
  /** The packet counted last is alone far off the numbering: a straggler, or the first one of a peer that has restarted. */
  stray = false;
  /** What would follow the stray. */
  #restartGoesOn = none;
  /** Losses of earlier streams of the leg. */
  #lostBefore = 0;
  #first = 0;
  #highest = 0;
  #cycles = 0;
  #inStream = 0;
  /** Gaps seen in the numbering. */
  #runs = 0;
  /** The 32 newest sequence numbers: bit n stands for the highest less n. */
  #seen = 0;
  #transit: number | null = null;
  /** In timestamp units, times 16. */
  #jitter = 0;
  #reportedExpected = 0;
  #reportedReceived = 0;

  /** Takes a packet at `now` (ms). False when it came before (counted as doubled, not as received) or is stray (not counted). */
  count(packet: RtpPacket, now: number): boolean {
    this.#place(packet);
    if (this.stray) return false;
    const step = (packet.sequence - this.#highest) & 0xffff;
    if (this.#inStream > 0 && this.#cameBefore(step)) {
      this.doubled += 1;
      return false;
    }
    this.received += 1;
    this.#inStream += 1;
    if (step !== 0 && step < 0x8000) {
      if (step > 1) this.#runs += 1;
      if (packet.sequence < this.#highest) this.#cycles += 0x10000;
      this.#highest = packet.sequence;
    }
    const transit = (now * 8 - packet.timestamp) | 0;
    if (this.#transit !== null) this.#jitter += Math.abs((transit - this.#transit) | 0) - ((this.#jitter + 8) >> 4);
    this.#transit = transit;
    return true;
  }

  /** Packets passed that nobody counted: what comes next begins anew, and the gap is no loss. */
  resume(): void {
    this.#lostBefore += this.lostInStream;
    this.#inStream = 0;
    this.ssrc = -1;
  }

  get lost(): number {
    return this.#lostBefore + this.lostInStream;
  }

  /** Packets that should have come on all streams. */
  get expected(): number {
    return this.received + this.lost;
  }

  /** How much longer runs of losses are than those of single random ones would be (ITU-T G.107 BurstR), 1 or more. */
  get burst(): number {
    const random = this.expected === 0 ? 1 : this.received / this.expected;
    return this.#runs === 0 ? 1 : Math.max(1, (this.lost / this.#runs) * random);
  }

  get jitterMs(): number {
    return Math.round(this.#jitter / 16 / 0.8) / 10;
  }

  get extendedHighest(): number {
    return (this.#cycles + this.#highest) >>> 0;
  }

  get jitter(): number {
    return this.#jitter >> 4;
  }

  /** Fraction lost since the last report, in 256ths (RFC 3550 §6.4.1). */
  takeFraction(): number {
    const expected = this.#expected - this.#reportedExpected;
    const received = this.#inStream - this.#reportedReceived;
    this.#reportedExpected = this.#expected;
    this.#reportedReceived = this.#inStream;
    return expected <= 0 || expected <= received ? 0 : Math.floor(((expected - received) * 256) / expected);
  }

  get #expected(): number {
    return this.#inStream === 0 ? 0 : this.#cycles + this.#highest - this.#first + 1;
  }

  /** Of the present stream alone, as reports tell it. */
  get lostInStream(): number {
    return Math.max(0, this.#expected - this.#inStream);
  }

  /** RFC 3550 A.1: two packets far off, in a row, that make sense only together, are a peer that restarted without telling. */
  #place(packet: RtpPacket): void {
    const { sequence } = packet;
    const step = (sequence - this.#highest) & 0xffff;
    const far = step >= mostAhead && step <= 0x10000 - mostBehind;
    this.began = packet.ssrc !== this.ssrc || (far && sequence === this.#restartGoesOn);
    this.stray = far && !this.began;
    this.#restartGoesOn = this.stray ? (sequence + 1) & 0xffff : none;
    if (this.began) this.#begin(packet);
  }

  /** Notes a sequence number `step` after the highest (modulo 2^16); true when it was noted already. */
  #cameBefore(step: number): boolean {
    if (step !== 0 && step < 0x8000) {
      this.#seen = step > 31 ? 1 : (this.#seen << step) | 1;
      return false;
    }
    const back = (0x10000 - step) & 0xffff;
    if (back > 31) return false;
    const came = (this.#seen & (1 << back)) !== 0;
    this.#seen |= 1 << back;
    return came;
  }

  #begin(packet: RtpPacket): void {
    this.#lostBefore += this.lostInStream;
    this.ssrc = packet.ssrc;
    this.#first = packet.sequence;
    this.#highest = packet.sequence;
    this.#cycles = 0;
    this.#inStream = 0;
    this.#seen = 1;
    this.#transit = null;
    this.#reportedExpected = 0;
    this.#reportedReceived = 0;
  }
}
