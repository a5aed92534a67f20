import type { TrunkPlan } from "@siaga/configuration";
import type { CallerLeg } from "./legs.ts";

/** When a trunk's callers get their 200 (docs/trunk-guide.md, `answer`), and what gives it. */
export type Answering = {
  readonly whenOf: (trunk: string) => NonNullable<TrunkPlan["answer"]>;
  readonly answer: (leg: CallerLeg) => Promise<boolean>;
  /** 183 with SDP. */ readonly letHear: (leg: CallerLeg) => Promise<boolean>;
};

/** 180 Ringing, once: the call is durable (or out of time to become so). */
export function ring(leg: CallerLeg, { whenOf, answer }: Answering): void {
  if (leg.signalling !== "received") return;
  leg.signalling = "ringing";
  leg.sip.ring();
  if (whenOf(leg.sip.trunk) === "at-once") void answer(leg);
}

/** A prompt is to be heard: by 200, or before it where only an operator's answer is to be one. */
export function beHeard(leg: CallerLeg, { whenOf, answer, letHear }: Answering): void {
  if (whenOf(leg.sip.trunk) !== "on-operator") void answer(leg);
  else if (leg.answered === null) void letHear(leg);
}
