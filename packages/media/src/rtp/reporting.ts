import { draw } from "./chance.ts";
import type { Reception } from "./reception.ts";
import { readReports, reportInterval, writeReport, type HeardReport, type ReportBlock, type Sent } from "./rtcp.ts";

/** Packets of ours that must have gone out before a peer's silence about them means anything: 2 s. */
const enoughSent = 100;
/** Reports in a row that do not know our stream before it counts as not arriving: one may have crossed our first packets. */
const enoughReports = 2;

/** One leg's RTCP: when to report, what the peer has told of what it hears. Times in ms since 1970 unless said otherwise. */
export class Reporting {
  /** Random for each leg (RFC 7022 §4.2): it names nobody. */
  readonly #cname = draw(12).toString("base64");
  #heard: HeardReport | null = null;
  /** On the clock of `due`. */
  #dueAt: number | null = null;
  #told: ReportBlock | null = null;
  #sentWhenTold = 0;
  #unknown = 0;
  /** ms there and back; null before the peer told. */
  roundTrip: number | null = null;
  /** The peer says that nothing of ours reaches it. */
  unheard = false;

  /** The peer's last word on what it hears of us. */
  get told(): ReportBlock | null {
    return this.#told;
  }

  /** True when a report is to be sent at `now` (ms, monotonic); asked once a tick. */
  due(now: number): boolean {
    if (this.#dueAt !== null && now < this.#dueAt) return false;
    const first = this.#dueAt === null;
    this.#dueAt = now + reportInterval(first, Math.random());
    return !first;
  }

  write(sent: Sent, reception: Reception, now: number, bye: boolean): Buffer {
    return writeReport(sent, this.#cname, reception, this.#heard, now, { bye });
  }

  /** Takes a compound packet. True when `unheard` changed by it. */
  hear(datagram: Buffer, sent: Sent, now: number): boolean {
    const reports = readReports(datagram, now);
    if (reports === null) return false;
    this.#heard = reports.heard ?? this.#heard;
    const ours = reports.blocks.find(({ ssrc }) => ssrc === sent.ssrc) ?? null;
    this.roundTrip = ours?.roundTrip ?? this.roundTrip;
    // RFC 3550 §6.4: a block stands for every source heard since the last report; its absence says we were not.
    const arrives = ours !== null && (this.#told === null || ours.highest !== this.#told.highest);
    const owed = sent.packets - this.#sentWhenTold >= enoughSent;
    this.#unknown = arrives ? 0 : owed ? this.#unknown + 1 : this.#unknown;
    this.#told = ours ?? this.#told;
    if (arrives) this.#sentWhenTold = sent.packets;
    const unheard = this.#unknown >= enoughReports || (this.#unknown > 0 && this.#told !== null);
    const changed = unheard !== this.unheard;
    this.unheard = unheard;
    return changed;
  }
}
