import { Clock } from "./mix/clock.ts";
import { Mixer } from "./mix/mixer.ts";
import { Playing } from "./mix/playing.ts";
import { Prompts } from "./mix/prompts.ts";
import { Rooms } from "./mix/rooms.ts";
import { mayBeHeard, seatFor, type Relation, type Seat } from "./mix/seat.ts";
import { DeskLeg } from "./leg/desk-leg.ts";
import { LegMemories, type LegMemory } from "./leg/leg-memory.ts";
import type { OpenOperatorLeg } from "./leg/operator-leg.ts";
import { TrunkLeg } from "./leg/trunk-leg.ts";
import type {
  LegId,
  MediaEvent,
  MediaOptions,
  MediaPlane,
  MediaStatistics,
  Opened,
  Refused,
  RoomId,
  TrunkLegOptions,
  TrunkSession,
} from "./plane.ts";
import { Recorder, type Recording } from "./recording/recorder.ts";
import { RecordingStore } from "./recording/store.ts";
import { PortPool, type PortPair } from "./rtp/ports.ts";
import { openSockets } from "./sockets/open.ts";
import type { Family, Sockets } from "./sockets/sockets.ts";

const pairsAtStart = 16;

/** What a trunk leg has for as long as it stands, and the next one after it. */
type Lent = { readonly pair: PortPair; readonly memory: LegMemory };

const familyOf = (address: string): Family => (address.includes(":") ? "udp6" : "udp4");

const noSuchLeg: Refused = { ok: false, code: "no-such-leg", sentence: "No such leg stands; open it first." };
const noPorts: Refused = {
  ok: false,
  code: "no-ports",
  sentence: "Every RTP port is taken; widen SIAGA_RTP_PORTS (two ports for each call).",
};

/** The media plane in this process: sockets, mixer, recorder. The media process hosts one; tests and benches may too. */
export class EmbeddedPlane implements MediaPlane {
  readonly #seats = new Map<LegId, Seat>();
  readonly #lent = new Map<LegId, Lent>();
  readonly #memories = new LegMemories();
  /** Legs being opened; one closed meanwhile never stands. */
  readonly #opening = new Map<LegId, symbol>();
  readonly #rooms = new Rooms();
  readonly #recorders = new Set<Recorder>();
  readonly #listeners: ((event: MediaEvent) => void)[] = [];
  readonly #prompts: Prompts;
  readonly #sockets: Sockets;
  readonly #ports: Readonly<Record<Family, PortPool>>;
  readonly #openOperatorLeg: OpenOperatorLeg;
  readonly #clock: Clock;
  readonly #store = new RecordingStore({
    trouble: (sentence) => this.#tell({ type: "disk-refuses", sentence }),
    well: () => this.#tell({ type: "disk-takes" }),
  });

  /** Throws when the prompt folder cannot be read. */
  constructor(options: MediaOptions, openOperatorLeg: OpenOperatorLeg, sockets = openSockets()) {
    this.#prompts = new Prompts(options.promptFolder);
    const { rtpPorts } = options;
    this.#sockets = sockets;
    this.#ports = { udp4: new PortPool(rtpPorts, sockets), udp6: new PortPool(rtpPorts, sockets, "udp6") };
    this.#openOperatorLeg = openOperatorLeg;
    const mixer = new Mixer(this.#seats, this.#tell);
    this.#clock = new Clock((tick, now) => {
      sockets.poll();
      mixer.tick(tick, now);
    });
  }

  /** Binds the first ports, so that the first call does not wait for them. */
  warm(): Promise<void> {
    return this.#ports.udp4.warm(pairsAtStart);
  }

  async openTrunkLeg(options: TrunkLegOptions): Promise<Opened | Refused> {
    const stillWanted = this.#begin(options.leg);
    const pair = await this.#ports[familyOf(options.address)].take();
    if (pair === null) return noPorts;
    if (!stillWanted()) {
      this.#ports[pair.family].give(pair);
      return noSuchLeg;
    }
    this.closeLeg(options.leg);
    const lent = { pair, memory: this.#memories.take() };
    const leg = new TrunkLeg(options, pair, this.#tell, lent.memory);
    const said = leg.describe(options.offer);
    if (said.ok) this.#seat(leg, lent);
    else this.#giveBack(lent);
    return said;
  }

  /** Opens again, on its own port, a leg whose media process died. False when the port is no longer to be had. */
  async resumeTrunkLeg({ options, answer, said }: TrunkSession, used: boolean): Promise<boolean> {
    const pair = await this.#ports[familyOf(options.address)].takeAt(Number(/^m=audio (\d+)/m.exec(said)?.[1]));
    if (pair === null) return false;
    const lent = { pair, memory: this.#memories.take() };
    const leg = new TrunkLeg(options, pair, this.#tell, lent.memory);
    if (!leg.resume(options.offer, answer, said)) {
      this.#giveBack(lent);
      return false;
    }
    const seat = this.#seat(leg, lent);
    if (used) this.#take(seat);
    return true;
  }

  async acceptAnswer(leg: LegId, answer: string): Promise<{ readonly ok: true } | Refused> {
    return this.#trunkLeg(leg)?.accept(answer) ?? noSuchLeg;
  }

  async reoffer(leg: LegId, offer: string | null): Promise<Opened | Refused> {
    return this.#trunkLeg(leg)?.describe(offer) ?? noSuchLeg;
  }

  async openDeskLeg(leg: LegId, offer: string): Promise<Opened | Refused> {
    const stillWanted = this.#begin(leg);
    let stands = false;
    const opened = await DeskLeg.open(leg, offer, this.#openOperatorLeg, (event) => {
      // A replaced PeerConnection has no say any more, least of all that the desk is down.
      if (stands) this.#tell(event);
    });
    if ("ok" in opened) return opened;
    if (!stillWanted()) {
      opened.leg.close();
      return noSuchLeg;
    }
    stands = true;
    const seat = this.#seats.get(leg);
    const close = opened.leg.close.bind(opened.leg);
    opened.leg.close = () => {
      stands = false;
      close();
    };
    if (seat === undefined) this.#seats.set(leg, seatFor(opened.leg));
    else {
      const former = seat.leg;
      seat.leg = opened.leg;
      opened.leg.use(mayBeHeard(seat));
      if (former instanceof DeskLeg) opened.leg.succeed(former);
      former.close();
    }
    return { ok: true, sdp: opened.answer };
  }

  deskSend(leg: LegId, text: string): void {
    const desk = this.#seats.get(leg)?.leg;
    if (desk instanceof DeskLeg) desk.sendText(text);
  }

  closeLeg(leg: LegId): void {
    this.#opening.delete(leg);
    const seat = this.#seats.get(leg);
    if (seat === undefined) return;
    this.stopPlaying(leg);
    this.stopRecording(leg);
    this.#rooms.part(seat);
    this.#seats.delete(leg);
    seat.leg.close();
    const lent = this.#lent.get(leg);
    if (lent === undefined) return;
    this.#lent.delete(leg);
    this.#giveBack(lent);
  }

  play(leg: LegId, prompts: readonly string[], options: { readonly loop: boolean; readonly play: string }): void {
    const seat = this.#seats.get(leg);
    if (seat === undefined) return;
    this.stopPlaying(leg);
    if (seat.leg.kind === "trunk") this.#take(seat);
    seat.playing = new Playing(options.play, this.#prompts.find(prompts), options.loop);
    seat.recorder?.note(`plays ${options.play}`);
  }

  /** Goes on with what a leg had been played for `played` ms. */
  resumePlaying(
    leg: LegId,
    { prompts, loop, play }: { readonly prompts: readonly string[]; readonly loop: boolean; readonly play: string },
    played: number,
  ): void {
    this.play(leg, prompts, { loop, play });
    this.#seats.get(leg)?.playing?.skip(played);
  }

  stopPlaying(leg: LegId): void {
    const seat = this.#seats.get(leg);
    if (seat === undefined || seat.playing === null) return;
    const { play } = seat.playing;
    seat.playing = null;
    seat.recorder?.note(`${play} stopped`);
    this.#tell({ type: "prompt-ended", leg, play, completed: false });
  }

  sendDigits(leg: LegId, digits: string): void {
    this.#trunkLeg(leg)?.press(digits);
  }

  join(room: RoomId, leg: LegId, relation: Relation): void {
    const seat = this.#seats.get(leg);
    if (seat === undefined) return;
    const [inRoom, wasHeard] = [seat.room !== null, mayBeHeard(seat)];
    this.#rooms.join(room, seat, relation);
    if (seat.leg.kind === "trunk") {
      if (!inRoom) this.#take(seat);
    } else if (mayBeHeard(seat) !== wasHeard) seat.leg.use(!wasHeard);
  }

  part(leg: LegId): void {
    const seat = this.#seats.get(leg);
    if (seat === undefined || seat.room === null) return;
    this.#rooms.part(seat);
    seat.leg.use(false);
    if (seat.leg.kind === "desk" && seat.activity.quieten()) this.#tell({ type: "speech", leg, speaking: false });
  }

  mute(leg: LegId, muted: boolean): void {
    const seat = this.#seats.get(leg);
    if (seat === undefined || seat.muted === muted) return;
    seat.muted = muted;
    for (const listener of this.#seats.values())
      if (listener.audible.includes(seat)) listener.recorder?.note(`${leg} is ${muted ? "muted" : "heard again"}`);
  }

  startRecording(leg: LegId, file: string): void {
    this.#record({ leg, file, recorded: null });
  }

  /** Goes on with the file a media process left when it died, `recorded` ms after it was begun. */
  resumeRecording(leg: LegId, file: string, recorded: number): void {
    this.#record({ leg, file, recorded });
  }

  /** Makes whole what a media process that died left of a recording that has ended. `recorded`: ms it lasted. */
  finishRecording(recording: Recording & { readonly recorded: number }): void {
    this.#finish(new Recorder(recording, this.#store, this.#tell));
  }

  stopRecording(leg: LegId): void {
    const seat = this.#seats.get(leg);
    const recorder = seat?.recorder ?? null;
    if (seat === undefined || recorder === null) return;
    seat.recorder = null;
    this.#finish(recorder);
  }

  async statistics(): Promise<MediaStatistics> {
    const perLeg: Record<LegId, MediaStatistics["perLeg"][LegId]> = {};
    for (const [id, { leg, routedFromDesk }] of this.#seats) perLeg[id] = { ...leg.counts, routedFromDesk };
    const { size } = this.#seats;
    const rooms = this.#rooms.count;
    return { legs: size, rooms, freePorts: this.#ports.udp4.freePairs, recordings: this.#recorders.size, perLeg };
  }

  on(listener: (event: MediaEvent) => void): void {
    this.#listeners.push(listener);
  }

  /** Ends every leg and waits until the recordings are kept. */
  async close(): Promise<void> {
    for (const leg of this.#seats.keys()) this.closeLeg(leg);
    this.#clock.stop();
    await Promise.all([...this.#recorders].map((recorder) => recorder.stop()));
    await this.#store.close();
    this.#sockets.close();
  }

  /**
   * Ends every leg and leaves its recording `.partial`, with all its sound: nobody is there to be told that it is kept, and
   * whoever is started next finishes it.
   */
  async leave(): Promise<void> {
    for (const seat of this.#seats.values()) {
      seat.recorder?.leave();
      seat.recorder = null;
    }
    for (const leg of this.#seats.keys()) this.closeLeg(leg);
    this.#clock.stop();
    await this.#store.leave();
    this.#sockets.close();
  }

  readonly #tell = (event: MediaEvent): void => {
    for (const listener of this.#listeners) listener(event);
  };

  /** Notes that a leg is being opened; the returned question tells whether it still is the one wanted. */
  #begin(leg: LegId): () => boolean {
    const opening = Symbol(leg);
    this.#opening.set(leg, opening);
    return () => this.#opening.get(leg) === opening && this.#opening.delete(leg);
  }

  #seat(leg: TrunkLeg, lent: Lent): Seat {
    const seat = seatFor(leg, lent.memory);
    this.#lent.set(leg.id, lent);
    this.#seats.set(leg.id, seat);
    return seat;
  }

  /** The port first: nothing of the network reaches the leg any more when its memory is handed on. */
  #giveBack({ pair, memory }: Lent): void {
    this.#ports[pair.family].give(pair);
    this.#memories.give(memory);
  }

  #record(recording: Recording): void {
    const seat = this.#seats.get(recording.leg);
    if (seat === undefined || seat.recorder !== null) return;
    seat.recorder = new Recorder(recording, this.#store, this.#tell);
    this.#recorders.add(seat.recorder);
  }

  #finish(recorder: Recorder): void {
    this.#recorders.add(recorder);
    void recorder.stop().then(() => this.#recorders.delete(recorder));
  }

  #take(seat: Seat): void {
    seat.used = true;
    seat.leg.use(true);
  }

  #trunkLeg(leg: LegId): TrunkLeg | null {
    const found = this.#seats.get(leg)?.leg;
    return found instanceof TrunkLeg ? found : null;
  }
}
