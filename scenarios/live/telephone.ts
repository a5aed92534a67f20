import { randomUUID } from "node:crypto";
import { level, RtpPeer, until } from "@siaga/media/instrument";
import { openSip, type OutboundCall } from "@siaga/sip";
import type { Instance } from "./instance.ts";

/** A caller's telephone: real SIP and RTP, one tone (Hz) as its voice. */
export type Telephone = {
  readonly call: OutboundCall;
  readonly peer: RtpPeer;
  readonly tone: number;
  state(): "dialling" | "ringing" | "answered" | "failed" | "ended";
  /** Final status of a failed call. */
  code(): number | null;
  ringing(): Promise<void>;
  answered(): Promise<void>;
  ended(): Promise<void>;
  /** Amplitude (16-bit) of each frequency in the last `ms` heard. */
  hears(frequencies: readonly number[], ms?: number): number[];
  /** Waits until one frequency is clearly heard. */
  hearsSoon(frequency: number): Promise<void>;
  /** Waits until speech or music is heard, whatever its pitch: a prompt. */
  hearsSound(): Promise<void>;
  press(digit: string): Promise<void>;
  hangUp(): Promise<void>;
};

/** Callers of one scenario share a SIP port of their own. */
export type Exchange = {
  dial(options: { number: string | null; line?: string; tone: number }): Promise<Telephone>;
  close(): Promise<void>;
};

/**
 * Audible in 16-bit amplitude. The browser's noise suppression takes a steady tone down to about 900; a tone that is
 * not there measures below 5.
 */
export const audible = 400;

export async function openTelephones(instance: Instance): Promise<Exchange> {
  const edge = await openSip({
    address: "127.0.0.1",
    port: 0,
    trunks: [
      {
        name: "centre",
        addresses: ["127.0.0.1"],
        peer: `sip:127.0.0.1:${instance.sipPort}`,
        trustIdentity: true,
        pseudoNumbers: [],
      },
    ],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "telephone",
    publicAddress: "127.0.0.1",
  });
  const living = new Set<Telephone>();
  return {
    async dial({ number, line = "112", tone }) {
      const peer = await RtpPeer.open();
      const call = edge.dial("centre", line, {
        id: randomUUID(),
        offer: peer.describe(),
        callerNumber: number ?? "anonymous",
      });
      const telephone = pickUp(call, peer, tone);
      living.add(telephone);
      return telephone;
    },
    async close() {
      await Promise.all([...living].map((telephone) => telephone.hangUp()));
      await edge.close();
    },
  };
}

function pickUp(call: OutboundCall, peer: RtpPeer, tone: number): Telephone {
  let state: ReturnType<Telephone["state"]> = "dialling";
  let code: number | null = null;
  let closed = false;
  const connect = (sdp: string): void => {
    peer.connect(sdp);
    peer.sendTone(tone);
  };
  call.on((event) => {
    if (event.type === "ringing") state = "ringing";
    if (event.type === "progress") connect(event.sdp);
    if (event.type === "answered") {
      state = "answered";
      connect(event.sdp);
    }
    if (event.type === "reoffer") event.respond(peer.describe());
    if (event.type === "failed") {
      state = "failed";
      ({ code } = event);
    }
    if (event.type === "bye") state = "ended";
  });
  const over = (): boolean => state === "ended" || state === "failed";
  const hears = (frequencies: readonly number[], ms = 400): number[] => {
    const samples = peer.lastHeard(ms);
    return frequencies.map((frequency) => level(samples, frequency));
  };
  return {
    call,
    peer,
    tone,
    hears,
    state: () => state,
    code: () => code,
    ringing: async () => void (await until("ringing", () => state !== "dialling", 20_000)),
    answered: async () => void (await until("a SIP answer", () => state === "answered", 30_000)),
    ended: async () => void (await until("the end of the call", over, 30_000)),
    hearsSoon: async (frequency) =>
      void (await until(`${frequency} Hz at the caller`, () => (hears([frequency])[0] ?? 0) > audible, 20_000)),
    hearsSound: async () =>
      void (await until("a prompt's sound at the caller", () => loudness(peer) > audible, 20_000)),
    press: (digit) => peer.press(digit),
    async hangUp() {
      if (closed) return;
      closed = true;
      if (!over()) {
        await call.cancelOrHangUp();
        state = "ended";
      }
      await peer.close();
    },
  };
}

/** Root mean square (16-bit) of the last 400 ms heard. */
function loudness(peer: RtpPeer): number {
  const samples = peer.lastHeard(400);
  let power = 0;
  for (const sample of samples) power += sample * sample;
  return samples.length === 0 ? 0 : Math.sqrt(power / samples.length);
}
