import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { level, RtpPeer, until } from "@siaga/media/instrument";
import { type InboundCall, openSip } from "@siaga/sip";
import { patience } from "../evidence.ts";
import { audible } from "../telephone.ts";

/** A telephone the centre dialled: it rings until it is answered or the centre gives up. */
export type RungTelephone = {
  readonly dialled: string;
  /** What the centre presented itself as. */
  readonly shown: string | null;
  state(): "ringing" | "answered" | "over";
  /** Picks up, and says `tone` (Hz) from then on. */
  answer(tone: number): Promise<void>;
  /** Is busy: 486. */
  isBusy(): void;
  hearsSoon(frequency: number): Promise<void>;
  /** Amplitude (16-bit) of each frequency in the last 400 ms heard. */
  hears(frequencies: readonly number[]): number[];
  over(): Promise<void>;
  hangUp(): Promise<void>;
};

/** The other end of the centre's trunk: a neighbouring room, a caller who is called back. */
export type CalledParty = {
  /** The trunk as the configuration file names it. */
  readonly trunk: { readonly name: string; readonly addresses: readonly string[]; readonly peer: string };
  /** The number's telephone that is ringing now. */
  ringing(number: string): RungTelephone | undefined;
  /** Waits until the number's telephone rings. */
  rung(number: string): Promise<RungTelephone>;
  close(): Promise<void>;
};

/** Opens real SIP on a port of its own, so that a configuration can name it before the centre starts. */
export async function openCalledParty(): Promise<CalledParty> {
  const edge = await openSip({
    address: "127.0.0.1",
    port: 0,
    trunks: [{ name: "centre", addresses: ["127.0.0.1"], peer: null, trustIdentity: true, pseudoNumbers: [] }],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "telephone",
    publicAddress: "127.0.0.1",
  });
  const rungs: RungTelephone[] = [];
  const peers: RtpPeer[] = [];
  edge.onCall(async (call) => {
    const peer = await RtpPeer.open();
    peers.push(peer);
    rungs.push(ring(call, peer));
  });
  const ringing = (number: string): RungTelephone | undefined =>
    rungs.find((rung) => rung.dialled === number && rung.state() === "ringing");
  return {
    trunk: { name: "carrier", addresses: ["127.0.0.1"], peer: `sip:127.0.0.1:${edge.port}` },
    ringing,
    rung: (number) => until(`${number} is dialled`, () => ringing(number), patience),
    async close() {
      await edge.close();
      await Promise.all(peers.map((peer) => peer.close()));
    },
  };
}

function ring(call: InboundCall, peer: RtpPeer): RungTelephone {
  let state: ReturnType<RungTelephone["state"]> = "ringing";
  call.on((event) => {
    if (event.type === "reoffer") return event.respond(peer.describe());
    state = "over";
    peer.hush();
  });
  call.ring();
  return {
    dialled: call.dialled,
    shown: call.caller.number,
    state: () => state,
    async answer(tone) {
      state = "answered";
      const answered = await call.answer(peer.describe());
      peer.connect(call.offer ?? (answered.kind === "acknowledged" ? (answered.sdp ?? "") : ""));
      peer.sendTone(tone);
    },
    isBusy() {
      state = "over";
      call.congest(486, 1);
    },
    hears: (frequencies) => frequencies.map((frequency) => level(peer.lastHeard(400), frequency)),
    hearsSoon: async (frequency) =>
      void (await until(
        `${frequency} Hz at ${call.dialled}`,
        () => level(peer.lastHeard(400), frequency) > audible,
        patience,
      )),
    over: async () => void (await until(`${call.dialled} is left alone`, () => state === "over", patience)),
    async hangUp() {
      state = "over";
      peer.hush();
      await call.hangUp();
    },
  };
}

/** Writes a configuration file for one story; it goes when the story ends. Returns what `SIAGA_CONFIG` must say. */
export function configured(story: TestContext, content: object): string {
  const folder = mkdtempSync(join(tmpdir(), "siaga-configuration-"));
  story.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "siaga.json");
  writeFileSync(path, JSON.stringify(content));
  return path;
}
