import { frameSamples, type Codec } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import type { LegId, MediaEvent, Refused } from "../plane.ts";
import { Playout } from "../rtp/playout.ts";
import { Reception } from "../rtp/reception.ts";
import type { Leg, LegCounts } from "./leg.ts";
import { Presence } from "./presence.ts";
import type { OpenOperatorLeg, OperatorLeg } from "./operator-leg.ts";

/** A desk's audio for a whole shift. Between conversations nothing of it is listened to and nothing is sent. */
export class DeskLeg implements Leg {
  readonly kind = "desk";
  readonly id: LegId;
  readonly codec: Codec;
  readonly #operator: OperatorLeg;
  readonly #playout: Playout;
  readonly #reception: Reception;
  readonly #tell: (event: MediaEvent) => void;
  /** While listened to: an enabled microphone sends without pause. */
  #presence: Presence | null = null;
  #receivedBefore = 0;
  #sent = 0;
  #lastTimestamp = Number.NaN;

  private constructor(
    id: LegId,
    operator: OperatorLeg,
    playout: Playout,
    reception: Reception,
    tell: (event: MediaEvent) => void,
  ) {
    this.id = id;
    this.#tell = tell;
    this.#operator = operator;
    this.codec = operator.codec;
    this.#playout = playout;
    this.#reception = reception;
  }

  /** Opens the desk's PeerConnection. A leg that was closed tells nothing more. */
  static async open(
    id: LegId,
    offer: string,
    openOperatorLeg: OpenOperatorLeg,
    tell: (event: MediaEvent) => void,
  ): Promise<{ readonly leg: DeskLeg; readonly answer: string } | Refused> {
    const playout = new Playout("PCMA");
    const reception = new Reception();
    const operator = await openOperatorLeg(offer, {
      up: () => tell({ type: "desk-up", leg: id }),
      down: (why) => tell({ type: "desk-down", leg: id, why }),
      message: (text) => tell({ type: "desk-message", leg: id, text }),
      sound: (packet) => {
        const now = performance.now();
        if (!reception.count(packet, now)) return;
        if (reception.began) playout.renumber(packet.sequence);
        playout.lay(packet, packet.payloadType === 0 ? "PCMU" : "PCMA", now);
      },
    });
    if ("ok" in operator) return operator;
    return { leg: new DeskLeg(id, operator, playout, reception, tell), answer: operator.answer };
  }

  get counts(): LegCounts {
    const { received, lost, jitterMs } = this.#reception;
    return { received, sent: this.#sent, lost, jitterMs, quality: null };
  }

  use(inUse: boolean): void {
    this.#playout.clear();
    this.#reception.resume();
    // Out of use nothing is expected, and so nothing is missed any more.
    if (!inUse && this.#presence?.missing) this.#tell({ type: "rtp-returned", leg: this.id });
    this.#presence = inUse ? new Presence(performance.now()) : null;
    this.#operator.listen(inUse);
  }

  /** Goes on in the place of a leg that is being closed: if that one was missed, the first sound here ends it. */
  succeed(former: DeskLeg): void {
    if (this.#presence !== null) this.#presence.missing = former.#presence?.missing ?? false;
  }

  take(now: number): Frame | null {
    return this.#playout.take(now);
  }

  send(bytes: Uint8Array, timestamp: number): void {
    this.#operator.send(bytes, timestamp, timestamp !== this.#lastTimestamp + frameSamples);
    this.#lastTimestamp = timestamp;
    this.#sent += 1;
  }

  sendText(text: string): void {
    this.#operator.sendText(text);
  }

  watch(now: number): void {
    // The library reports on the connection itself (RTCP, consent); here it is only noticed whether sound comes.
    const { received } = this.#reception;
    const came = received !== this.#receivedBefore;
    this.#receivedBefore = received;
    if (came && this.#presence?.hear(now, false)) this.#tell({ type: "rtp-returned", leg: this.id });
    if (this.#presence?.watch(now)) this.#tell({ type: "rtp-missing", leg: this.id });
  }

  close(): void {
    this.#operator.close();
  }
}
