import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { decode, level, RtpPeer } from "@siaga/media/instrument";
import { openSip, type OutboundCall, type SipEdge } from "@siaga/sip";
import { audible, callerTone, deskTone, steady } from "./desk-words.ts";
import type { Room } from "./room.ts";

/** Calls made one by one, so that what is measured is the path and not a queue. */
export type GentleCalls = {
  /** ms from sending the INVITE until a desk rings. */
  readonly invitedToRinging: readonly number[];
  /** ms from the answer key until the caller hears the desk and the desk hears the caller. */
  readonly pressedToAudio: readonly number[];
  /** Calls whose desk or audio did not come in time. */
  readonly failed: number;
};

/** At most two calls a second. */
const betweenCalls = 500;

export async function gentleCalls(sipPort: number, room: Room, calls: number): Promise<GentleCalls> {
  const edge = await openSip({
    address: "127.0.0.1",
    port: 0,
    trunks: [
      {
        name: "centre",
        addresses: ["127.0.0.1"],
        peer: `sip:127.0.0.1:${sipPort}`,
        trustIdentity: true,
        pseudoNumbers: [],
      },
    ],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "bench",
    publicAddress: "127.0.0.1",
  });
  const invitedToRinging: number[] = [];
  const pressedToAudio: number[] = [];
  let failed = 0;
  room.manner("asked");
  for (let number = 0; number < calls; number++) {
    const next = pause(betweenCalls);
    try {
      const took = await oneCall(edge, room, `+6281${String(200_000_000 + number)}`);
      invitedToRinging.push(took.ringing);
      pressedToAudio.push(took.audio);
    } catch (error) {
      failed += 1;
      console.error(`call ${number}: ${(error as Error).message}`);
    }
    await next;
  }
  await edge.close();
  return { invitedToRinging, pressedToAudio, failed };
}

/** Rings a desk, is answered, both hear one another, the desk hangs up and is free again. */
async function oneCall(edge: SipEdge, room: Room, callerNumber: string) {
  const peer = await RtpPeer.open();
  const rings = room.next("rings");
  const invited = steady();
  const call = edge.dial("centre", "112", { id: randomUUID(), offer: peer.describe(), callerNumber });
  try {
    const ended = talkWhenAnswered(call, peer);
    const { desk, at: rang } = await rings;
    const both = Promise.all([room.next("pressed"), room.next("hears"), firstTone(peer)]);
    room.answer(desk);
    const [pressed, deskHears, callerHears] = await both;
    const free = room.next("free");
    room.hangUp(desk);
    await Promise.all([ended, free]);
    return { ringing: rang - invited, audio: Math.max(deskHears.at, callerHears) - pressed.at };
  } finally {
    await call.cancelOrHangUp();
    await peer.close();
  }
}

/** Sings as soon as the call is answered; resolves when the other side ended it. */
function talkWhenAnswered(call: OutboundCall, peer: RtpPeer): Promise<void> {
  return new Promise((done) =>
    call.on((event) => {
      if (event.type === "answered") {
        peer.connect(event.sdp);
        peer.sendTone(callerTone);
      }
      if (event.type === "bye" || event.type === "failed") done();
    }),
  );
}

/** When the desk's tone came to the caller for the first time. */
async function firstTone(peer: RtpPeer): Promise<number> {
  const offset = steady() - performance.now();
  let looked = 0;
  for (const until = performance.now() + 5_000; performance.now() < until; await pause(5)) {
    for (; looked < peer.heard.length; looked++) {
      const { packet, at } = peer.heard[looked]!;
      if (level(decode(packet.payload, "PCMA"), deskTone) >= audible) return at + offset;
    }
  }
  throw new Error("the caller did not hear the desk within 5 s");
}
