import type { EffectOf } from "@siaga/core";
import type { OutboundEvent } from "@siaga/sip";
import type { Tell } from "../brain/brain.ts";
import type { Clock } from "../clock.ts";
import { record } from "./answer.ts";
import { clearAway, type Ending } from "./end.ts";
import { seat } from "./seat.ts";
import type { OutgoingLeg } from "./legs.ts";
import type { Lines } from "./lines.ts";
import { dialOut, type Dialler } from "./outward.ts";
import { reoffer } from "./reoffer.ts";
import { judgeBySound, type Listening } from "./silent.ts";

export type CallingBack = {
  readonly dialler: Dialler;
  readonly ending: Ending;
  readonly lines: Lines;
  readonly clock: Clock;
  readonly tell: Tell;
  readonly listening: Listening;
  readonly dataDir: string;
};

/** Calls an abandoned caller back: the desk hears it ring, then the two hear one another. Dialled once. */
export async function dialCallback(
  effect: EffectOf<"callback.dial">,
  number: string | null,
  back: CallingBack,
): Promise<void> {
  const { ending, lines, clock, tell } = back;
  if (ending.calls.find(effect.outgoing)) return;
  const line = lines.main();
  const leg: OutgoingLeg = {
    direction: "outgoing",
    id: effect.outgoing,
    line,
    arrivedAt: clock(),
    desk: effect.desk,
    talkingSince: null,
    held: false,
    over: false,
    sip: null,
    answered: false,
  };
  ending.calls.add(leg);
  const failed = (code: number): void => {
    clearAway(leg, ending);
    tell({ type: "callback.ended", outgoing: leg.id, code, by: "network" });
  };
  if (number === null) return failed(404);
  const dialled = await dialOut(back.dialler, number, {
    leg: leg.id,
    callerNumber: line.dialled[0] ?? line.line,
    preferred: null,
  });
  if (dialled.ok) leg.sip = dialled.call;
  if (leg.over) return void leg.sip?.cancelOrHangUp();
  if (!dialled.ok) return failed(dialled.code);
  dialled.call.on((event) => heard(leg, event, back, failed));
}

function heard(leg: OutgoingLeg, event: OutboundEvent, back: CallingBack, failed: (code: number) => void): void {
  if (leg.over) return;
  const words: { readonly [T in OutboundEvent["type"]]: (event: Extract<OutboundEvent, { type: T }>) => void } = {
    ringing: () => ringback(leg, back),
    progress: ({ sdp }) => void earlyAudio(leg, sdp, back),
    answered: ({ sdp }) => void answered(leg, sdp, back),
    reoffer: (offered) => void reoffer(leg.id, offered, back.ending.media),
    digit() {},
    renewed: ({ sdp }) => void back.ending.media.acceptAnswer(leg.id, sdp),
    silent: () => silent(leg, back, failed),
    // RFC 3515 §2.4.2: whoever is called back is whom the operator wants to speak with.
    refer: ({ referral }) => referral.decline(),
    failed: ({ code }) => failed(code),
    bye() {
      clearAway(leg, back.ending);
      back.tell({ type: "callback.ended", outgoing: leg.id, code: 200, by: "callee" });
    },
  };
  (words[event.type] as (event: OutboundEvent) => void)(event);
}

function silent(leg: OutgoingLeg, { listening }: CallingBack, failed: (code: number) => void): void {
  const { sip } = leg;
  if (sip === null) return;
  const end = (code: number): void => {
    failed(code);
    void sip.cancelOrHangUp();
  };
  void judgeBySound({ leg: leg.id, probe: () => sip.probe(), isOver: () => leg.over, end }, listening);
}

/** The desk hears ringing of our own until the network lets its own be heard. */
function ringback(leg: OutgoingLeg, { ending }: CallingBack): void {
  if (leg.desk !== null && !leg.answered) ending.media.play(leg.desk, ["ringback"], { loop: true, play: "ringback" });
}

/** 183 with SDP: what the network plays (ringing, an announcement) is heard (RFC 3960 §3). */
async function earlyAudio(leg: OutgoingLeg, sdp: string, { ending }: CallingBack): Promise<void> {
  const accepted = await ending.media.acceptAnswer(leg.id, sdp);
  if (!accepted.ok || leg.over || leg.desk === null) return;
  ending.media.stopPlaying(leg.desk);
  ending.media.join(leg.id, leg.id, { hears: "all", heardBy: "all" });
  ending.media.join(leg.id, leg.desk, { hears: "all", heardBy: [] });
}

async function answered(leg: OutgoingLeg, sdp: string, { ending, clock, tell, dataDir }: CallingBack): Promise<void> {
  leg.answered = true;
  leg.talkingSince = clock();
  tell({ type: "callback.answered", outgoing: leg.id });
  await ending.media.acceptAnswer(leg.id, sdp);
  if (leg.over || leg.desk === null) return;
  if (leg.line.recorded) record(leg.id, leg.arrivedAt, ending.media, dataDir);
  ending.media.stopPlaying(leg.desk);
  // Yesterday's mute must not make today's caller hear nothing.
  ending.media.mute(leg.desk, false);
  seat(leg, ending.media);
  ending.tellDesk(leg.desk, { type: "joined", call: leg.id, at: leg.talkingSince });
}
