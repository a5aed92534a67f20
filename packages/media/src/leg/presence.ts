/** ms without RTP before a side counts as missing; told well within 3 s. */
const missingAfter = 2500;
/** The same after a peer announced a pause (RFC 3389 asks for no packets in it); its RTCP shows that it lives. */
const missingInPauseAfter = 15_000;

/** Whether a leg that should send is heard. It informs; nothing ends by it. Times in ms, monotonic. */
export class Presence {
  missing = false;
  #heardAt: number;
  #pausing = false;

  /** Expected from `now` on. */
  constructor(now: number) {
    this.#heardAt = now;
  }

  /** Nothing is expected before `now`: the leg was not in use, or was told not to send. */
  excuse(now: number): void {
    this.#heardAt = now;
  }

  /** A packet came; `pause`: it announced that none will follow. True when the leg had been missing. */
  hear(now: number, pause: boolean): boolean {
    const returned = this.missing;
    this.missing = false;
    this.#heardAt = now;
    this.#pausing = pause;
    return returned;
  }

  /** RTCP came: a sign of life in a pause, and no sound. */
  hearReport(now: number): void {
    if (this.#pausing) this.#heardAt = now;
  }

  /** True when the leg has just become missing. */
  watch(now: number): boolean {
    if (this.missing || now - this.#heardAt < (this.#pausing ? missingInPauseAfter : missingAfter)) return false;
    this.missing = true;
    return true;
  }
}
