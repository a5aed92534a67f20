import { frameSamples, silentFrame } from "../audio/g711.ts";
import { mix, type Frame } from "../audio/mix.ts";
import { PromptEcho } from "../audio/prompt-echo.ts";
import type { PromptFrame } from "../audio/prompt-frame.ts";
import type { MediaEvent } from "../plane.ts";
import { mayBeHeard, type Seat } from "./seat.ts";

/** What one seat hears in this tick; used for each in turn, and never made shorter: that would throw its room away. */
const frames: Frame[] = [];

/** One tick for every leg of the process: take what all have sent, then give each what it hears. */
export class Mixer {
  readonly #seats: ReadonlyMap<string, Seat>;
  readonly #tell: (event: MediaEvent) => void;
  #next = 1;

  constructor(seats: ReadonlyMap<string, Seat>, tell: (event: MediaEvent) => void) {
    this.#seats = seats;
    this.#tell = tell;
  }

  /** `tick` counts 20 ms steps since the start, `now` is ms on the monotonic clock. */
  tick(tick: number, now: number): void {
    if (tick !== this.#next) this.#skip(tick - this.#next);
    this.#next = tick + 1;
    // Going through a map by `of` makes an object for each step.
    this.#seats.forEach((seat) => this.#takeFrom(seat, now));
    this.#seats.forEach((seat) => this.#giveTo(seat, tick));
  }

  /** The clock left ticks out, after a stall of this process: what is recorded keeps its time. */
  #skip(ticks: number): void {
    this.#seats.forEach(({ recorder }) => recorder?.skip(ticks));
  }

  #takeFrom(seat: Seat, now: number): void {
    seat.leg.watch(now);
    // A desk that nobody is to hear is not listened to: nothing of it is decoded, routed, analysed or kept.
    const listening = seat.leg.kind === "trunk" ? seat.used : mayBeHeard(seat);
    seat.frame = listening ? seat.leg.take(now) : null;
    if (!listening) return;
    if (seat.leg.kind === "desk" && seat.frame !== null && !seat.muted) seat.routedFromDesk += 1;
    if (this.#listen(seat, now)) this.#tell({ type: "speech", leg: seat.leg.id, speaking: seat.activity.speaking });
  }

  /** Takes what came for a voice or not; true when `speaking` changed. */
  #listen({ activity, echo, frame, playing }: Seat, now: number): boolean {
    if (playing !== null && playing.isPastime) {
      // Nobody asks: to tell a voice from an echo would be most of what a waiting caller costs, and nobody is told.
      echo?.rest(frame, now);
      return activity.hear(null, "PCMA", true);
    }
    const withheld = echo?.withholds(frame, now) ?? false;
    return activity.hear(frame?.bytes ?? null, frame?.codec ?? "PCMA", withheld);
  }

  #giveTo(seat: Seat, tick: number): void {
    const { leg } = seat;
    const sending = leg.kind === "trunk" ? seat.used : seat.room !== null || seat.playing !== null;
    if (!sending && seat.recorder === null) return;
    const heard = this.#heardBy(seat);
    if (sending) leg.send(heard, tick * frameSamples);
    seat.recorder?.add(seat.frame, heard, leg.codec);
  }

  #heardBy(seat: Seat): Uint8Array {
    const { codec } = seat.leg;
    let count = 0;
    for (const speaker of seat.audible) if (speaker.frame !== null && !speaker.muted) frames[count++] = speaker.frame;
    const prompt = this.#promptFor(seat);
    if (prompt !== null) frames[count++] = prompt;
    if (prompt !== null) seat.echo ??= new PromptEcho(seat.memory);
    if (prompt?.sounds) seat.echo?.send(prompt.bytes, prompt.powers);
    else seat.echo?.send(null);
    return count === 0 ? silentFrame[codec] : mix(frames, codec, seat.out, count);
  }

  #promptFor(seat: Seat): PromptFrame | null {
    const { playing, leg } = seat;
    const frame = playing?.take() ?? null;
    if (playing === null || frame !== null) return frame;
    seat.playing = null;
    seat.recorder?.note(`${playing.play} ended`);
    this.#tell({ type: "prompt-ended", leg: leg.id, play: playing.play, completed: true });
    return null;
  }
}
