import { soundKey } from "../audio/dual-tone.ts";
import { frameSamples, type Codec } from "../audio/g711.ts";
import type { Frame } from "../audio/mix.ts";
import { ownMemory, type SoundMemory } from "../audio/sound-memory.ts";
import type { LegId, MediaEvent, Opened, Refused, TrunkLegOptions } from "../plane.ts";
import { allowedFrom } from "../rtp/allowed.ts";
import { DigitSender } from "../rtp/digit-sender.ts";
import { DigitReceiver, type Digit } from "../rtp/digits.ts";
import { Latch } from "../rtp/latch.ts";
import { parseRtp, type RtpPacket } from "../rtp/packet.ts";
import { Playout } from "../rtp/playout.ts";
import type { PortPair } from "../rtp/ports.ts";
import { Reception } from "../rtp/reception.ts";
import { measure, type Quality } from "../rtp/quality.ts";
import { Reporting } from "../rtp/reporting.ts";
import { Stream } from "../rtp/stream.ts";
import type { Endpoint } from "../sockets/sockets.ts";
import { mayReceive, maySend, type Payload } from "../sdp/negotiation.ts";

import { ourEventType, SdpSession } from "../sdp/session.ts";
import type { Leg, LegCounts } from "./leg.ts";
import { Presence } from "./presence.ts";
import { RtpSender } from "./sender.ts";

/** What stands under these numbers unless the peer says otherwise (RFC 3551 §6). */
const usual: ReadonlyMap<number, Payload> = new Map<number, Payload>([
  [0, "PCMU"],
  [8, "PCMA"],
  [13, "noise"],
  [ourEventType, "event"],
]);

/** A trunk's audio: RTP and RTCP on a port pair, as offer and answer have agreed. */
export class TrunkLeg implements Leg {
  readonly kind = "trunk";
  readonly id: LegId;
  readonly #pair: PortPair;
  readonly #tell: (event: MediaEvent) => void;
  readonly #sdp: SdpSession;
  readonly #latch: Latch;
  readonly #digits = new DigitReceiver();
  readonly #reception = new Reception();
  readonly #sender = new RtpSender();
  readonly #keys = new DigitSender();
  readonly #memory: SoundMemory;
  /** Made with the first key that is sounded: most peers take events. */
  #tone: Uint8Array | null = null;
  readonly #stream: Stream;
  /** Made with the first sound: many callers hang up before they send any. */
  #playout: Playout | null = null;
  readonly #reporting = new Reporting();
  /** From the first room or prompt on: before it a ringing caller need not send, and is not missed. */
  #presence: Presence | null = null;

  /** `memory` is the leg's until it is closed. */
  constructor(
    options: TrunkLegOptions,
    pair: PortPair,
    tell: (event: MediaEvent) => void,
    memory: SoundMemory = ownMemory,
  ) {
    this.#memory = memory;
    this.id = options.leg;
    this.#pair = pair;
    this.#tell = tell;
    this.#sdp = new SdpSession(options.address, pair.port, options.codecs ?? null);
    this.#latch = new Latch(allowedFrom(options.allowedSources));
    this.#stream = new Stream(pair.lastHeard);
    pair.owner = {
      rtp: (datagram, from, at) => this.#receive(datagram, from, at),
      rtcp: (datagram, from, at) => this.#hear(datagram, from, at),
      since: performance.now(),
    };
  }

  get codec(): Codec {
    return this.#sdp.agreed?.codec ?? "PCMA";
  }

  get counts(): LegCounts {
    const { received, lost, jitterMs } = this.#reception;
    return { received, sent: this.#sender.packets, lost, jitterMs, quality: this.#quality };
  }

  get #quality(): Quality {
    const { expected, lost, burst, jitterMs } = this.#reception;
    const { told, roundTrip } = this.#reporting;
    const playout = this.#playout?.counts ?? null;
    const sent = this.#sender.packets;
    return measure({ expected, lost, burst, jitter: jitterMs, playout, sent, told, roundTrip });
  }

  /** Answers the peer's offer (also a re-INVITE's), or offers when there is none. */
  describe(offer: string | null): Opened | Refused {
    const said = offer === null ? this.#sdp.offer() : this.#sdp.answer(offer);
    if (said.ok && offer !== null) this.#settle();
    return said;
  }

  accept(answer: string): { readonly ok: true } | Refused {
    const taken = this.#sdp.accept(answer);
    if (taken.ok) this.#settle();
    return taken;
  }

  /** The session of a media process that died goes on here: what was agreed is agreed, and the peer is told nothing. */
  resume(offer: string | null, answer: string | null, said: string): boolean {
    const stands = this.describe(offer).ok && (answer === null || this.accept(answer).ok);
    this.#sdp.goOnFrom(said);
    return stands;
  }

  use(inUse: boolean): void {
    if (!inUse || this.#presence !== null) return;
    this.#presence = new Presence(performance.now());
    this.#playout?.clear();
  }

  take(now: number): Frame | null {
    return this.#playout?.take(now) ?? null;
  }

  send(bytes: Uint8Array, timestamp: number): void {
    const { agreed } = this.#sdp;
    const remote = this.#latch.remote;
    if (agreed === null || remote === null || remote.port === 0 || !maySend(agreed.direction)) return;
    const key = this.#keys.busy ? this.#keys.next(timestamp) : null;
    if (key === null) return this.#sender.send(this.#pair.rtp, remote, agreed.payloadType, bytes, timestamp);
    if (agreed.eventType !== null) {
      // RFC 4733 §2.5.1.1: the event stands in place of the sound.
      if (key.packet !== null) this.#sender.sendEvent(this.#pair.rtp, remote, agreed.eventType, key.packet);
      return;
    }
    const sound = key.sounding ? (this.#tone ??= this.#memory.bytes(frameSamples)) : bytes;
    if (key.sounding) soundKey(key.key, timestamp % 8000, sound, agreed.codec);
    this.#sender.send(this.#pair.rtp, remote, agreed.payloadType, sound, timestamp);
  }

  /** Presses keys: as events where the peer takes them, else as tones. */
  press(digits: string): void {
    this.#keys.press(digits);
  }

  watch(now: number): void {
    this.#tellDigits(this.#digits.overdue(now));
    const { agreed } = this.#sdp;
    if (this.#presence === null || agreed === null) return;
    if (this.#reporting.due(now)) this.#report(false);
    if (!mayReceive(agreed.direction)) this.#presence.excuse(now);
    if (this.#presence.watch(now)) this.#tell({ type: "rtp-missing", leg: this.id });
  }

  close(): void {
    const { received } = this.#reception;
    if (this.#sender.packets > 0) this.#report(true);
    if (received > 0 || this.#sender.packets > 0) this.#tell({ type: "quality", leg: this.id, quality: this.#quality });
    const { ssrc } = this.#stream;
    const { remote } = this.#latch;
    this.#pair.lastHeard = ssrc === -1 || remote === null ? null : { ssrc, ...remote };
  }

  /** Takes what was agreed into force. */
  #settle(): void {
    const agreed = this.#sdp.agreed!;
    this.#latch.signal(agreed.remote);
    this.#sender.pack(agreed.packetTime);
  }

  #receive(datagram: Buffer, from: Endpoint, now: number): void {
    const { agreed } = this.#sdp;
    const packet = parseRtp(datagram);
    // Some send RTCP to the RTP port although a=rtcp-mux was refused.
    if (packet === null) return this.#hear(datagram, from, now);
    if (agreed === null) return;
    if (this.#stream.isLastOwners(packet.ssrc, from, this.#latch.signalled)) return;
    if (!this.#latch.accepts(from.address, from.port, now) || !this.#stream.follows(packet.ssrc, now)) return;
    const carries = agreed.payloads.get(packet.payloadType) ?? usual.get(packet.payloadType);
    const belongs = this.#noteHeard(packet, carries === "noise", now);
    // Some gateways number keys apart from the sound: a key is told from another by its timestamp alone.
    if (carries === "event" && (belongs || this.#reception.stray)) this.#tellDigits(this.#digits.receive(packet, now));
    if (!belongs || carries === undefined || carries === "event") return;
    if (carries === "noise") this.#playout?.layNoise(packet);
    else (this.#playout ??= new Playout(agreed.codec, this.#memory)).lay(packet, carries, now);
  }

  /** Counts a packet of the peer's; false when it came before or is far off. */
  #noteHeard(packet: RtpPacket, pause: boolean, now: number): boolean {
    const { ssrc } = this.#reception;
    if (ssrc !== -1 && ssrc !== packet.ssrc) this.#tellDigits(this.#digits.restart());
    const returned = this.#presence?.hear(now, pause) ?? false;
    if (returned) this.#tell({ type: "rtp-returned", leg: this.id });
    const belongs = this.#reception.count(packet, now);
    if (this.#reception.began) this.#renumber(packet);
    return belongs;
  }

  #renumber({ sequence, timestamp }: RtpPacket): void {
    this.#tellDigits(this.#digits.renumber(timestamp));
    this.#playout?.renumber(sequence);
  }

  #tellDigits(digits: readonly Digit[]): void {
    if (digits.length === 0) return;
    for (const { digit, duration } of digits) this.#tell({ type: "digit", leg: this.id, digit, duration });
  }

  #hear(datagram: Buffer, from: Endpoint, at: number): void {
    if (from.address !== this.#latch.remote?.address) return;
    this.#presence?.hearReport(at);
    if (!this.#reporting.hear(datagram, this.#sender.sent, Date.now() - (performance.now() - at))) return;
    this.#tell({ type: this.#reporting.unheard ? "unheard" : "heard-again", leg: this.id });
  }

  #report(bye: boolean): void {
    const remote = this.#sdp.agreed?.remote ?? null;
    if (remote === null || !this.#sdp.agreed!.reports) return;
    const report = this.#reporting.write(this.#sender.sent, this.#reception, Date.now(), bye);
    this.#pair.rtcp.send(report, remote.rtcp);
  }
}
