import type { EffectOf, PartyId } from "@siaga/core";
import type { OutboundEvent } from "@siaga/sip";
import type { Tell } from "../brain/brain.ts";
import type { Clock } from "../clock.ts";
import type { AnswerSettings } from "./answer.ts";
import { record } from "./answer.ts";
import type { CallerLeg, PartyLeg } from "./legs.ts";
import { dialOut, type Dialler } from "./outward.ts";
import { refer, settleReferral } from "./referral.ts";
import { reoffer } from "./reoffer.ts";
import { seat } from "./seat.ts";
import { judgeBySound, type Listening } from "./silent.ts";

export type Dialling = {
  readonly dialler: Dialler;
  readonly clock: Clock;
  readonly tell: Tell;
  readonly settings: AnswerSettings;
  readonly listening: Listening;
};

/** Calls somebody beside a living call; whoever dialled hears it ring. Dialled once, however often it is asked. */
export async function dialParty(
  leg: CallerLeg,
  { party }: EffectOf<"party.dial">,
  number: string | null,
  dialling: Dialling,
): Promise<void> {
  if (leg.parties.has(party)) return;
  const { dialler, tell } = dialling;
  const failed = (code: number): void => tell({ type: "party.ended", party, code });
  const named = leg.referrals.get(party);
  const to = named?.referral.to ?? number;
  if (to === null) return failed(404);
  const entry: PartyLeg = { id: party, sip: null, state: "dialling", rings: false, early: false };
  leg.parties.set(party, entry);
  const dialled = await dialOut(dialler, to, {
    leg: party,
    callerNumber: leg.line.dialled[0] ?? leg.line.line,
    // An extension is known where it was named.
    preferred: named?.trunk ?? leg.sip.trunk,
  });
  if (dialled.ok) entry.sip = dialled.call;
  if (isOver(entry)) return void entry.sip?.cancelOrHangUp();
  if (!dialled.ok) {
    drop(leg, entry, dialling, dialled.code);
    return failed(dialled.code);
  }
  dialled.call.on((event) => heard(leg, entry, event, dialling));
}

/** Read anew after every wait: meanwhile anything may have ended it. */
const isOver = (entry: PartyLeg): boolean => entry.state === "over";

function heard(leg: CallerLeg, entry: PartyLeg, event: OutboundEvent, dialling: Dialling): void {
  if (isOver(entry)) return;
  const { dialler, tell } = dialling;
  const ended = (code: number): void => {
    drop(leg, entry, dialling, code);
    tell({ type: "party.ended", party: entry.id, code });
  };
  const words: { readonly [T in OutboundEvent["type"]]: (event: Extract<OutboundEvent, { type: T }>) => void } = {
    ringing() {
      entry.rings = true;
      leg.referrals.get(entry.id)?.referral.tell(180);
      seat(leg, dialler.media);
    },
    progress: ({ sdp }) => void early(leg, entry, sdp, dialling),
    answered: ({ sdp }) => void answered(leg, entry, sdp, dialling, ended),
    reoffer: (offered) => void reoffer(entry.id, offered, dialler.media),
    digit() {},
    renewed: ({ sdp }) => void dialler.media.acceptAnswer(entry.id, sdp),
    silent: () => silent(entry, dialling, ended),
    refer: (asked) => refer(leg, entry, asked, tell),
    failed: ({ code }) => ended(code),
    bye: () => ended(200),
  };
  (words[event.type] as (event: OutboundEvent) => void)(event);
}

function silent(entry: PartyLeg, { listening }: Dialling, ended: (code: number) => void): void {
  const { sip } = entry;
  if (sip === null) return;
  const end = (code: number): void => {
    ended(code);
    void sip.cancelOrHangUp();
  };
  void judgeBySound({ leg: entry.id, probe: () => sip.probe(), isOver: () => isOver(entry), end }, listening);
}

/** 183 with SDP: what the network plays (ringing, an announcement) is heard at the desk (RFC 3960 §3). */
async function early(leg: CallerLeg, entry: PartyLeg, sdp: string, { dialler }: Dialling): Promise<void> {
  const accepted = await dialler.media.acceptAnswer(entry.id, sdp);
  if (!accepted.ok || isOver(entry)) return;
  entry.early = true;
  seat(leg, dialler.media);
}

/** Who hears whom from now on is the brain's word, which follows; nothing is joined before it. */
async function answered(
  leg: CallerLeg,
  entry: PartyLeg,
  sdp: string,
  { dialler, clock, tell, settings }: Dialling,
  ended: (code: number) => void,
): Promise<void> {
  const accepted = await dialler.media.acceptAnswer(entry.id, sdp);
  if (isOver(entry)) return;
  if (!accepted.ok) {
    void entry.sip?.cancelOrHangUp();
    // RFC 3261 §21.4.26: the two share no way to talk.
    return ended(488);
  }
  entry.state = "answered";
  entry.rings = false;
  settleReferral(leg, entry.id, 200);
  if (leg.line.recorded) record(entry.id, clock(), dialler.media, settings.dataDir);
  tell({ type: "party.answered", party: entry.id });
}

/** CANCEL or BYE to one party. */
export function hangUpParty(leg: CallerLeg, party: PartyId, release: Release): void {
  const entry = leg.parties.get(party);
  // RFC 3261 §21.6.2: the brain does not want this one called.
  if (entry === undefined) return settleReferral(leg, party, 603);
  drop(leg, entry, release, 487);
  void entry.sip?.cancelOrHangUp();
}

/** The call is over here: nobody beside it may outlive that. */
export function hangUpParties(leg: CallerLeg, release: Release): void {
  for (const party of leg.parties.keys()) hangUpParty(leg, party, release);
}

type Release = { readonly dialler: Pick<Dialler, "media"> };

function drop(leg: CallerLeg, entry: PartyLeg, { dialler }: Release, code: number): void {
  settleReferral(leg, entry.id, code);
  entry.state = "over";
  leg.parties.delete(entry.id);
  dialler.media.closeLeg(entry.id);
  if (!leg.over) seat(leg, dialler.media);
}
