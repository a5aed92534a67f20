import { type Configuration, loopbackTrunk } from "@siaga/configuration";
import type { CallCard } from "@siaga/contracts/exchange-link";
import type { CallId, CentreState } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { InboundCall, SipEdge } from "@siaga/sip";
import type { Logger } from "pino";
import type { Tell } from "./brain/brain.ts";
import type { PerformEffect } from "./brain/overdue.ts";
import { answer, letHear, type AnswerSettings } from "./calls/answer.ts";
import type { Channels } from "./calls/channels.ts";
import { clearAway, type Ending } from "./calls/end.ts";
import { hangUp } from "./calls/hang-up.ts";
import type { CallerLeg, Calls } from "./calls/legs.ts";
import type { Lines } from "./calls/lines.ts";
import { listenToMedia } from "./calls/media-words.ts";
import type { Dialler } from "./calls/outward.ts";
import { listenToTrunk, receive, type TrunkWord } from "./calls/receive.ts";
import { judgeBySound, type Listening } from "./calls/silent.ts";
import { reoffer } from "./calls/reoffer.ts";
import type { Clock } from "./clock.ts";
import { ownCard } from "./desks/card.ts";
import type { OpenDesks } from "./desks/open-desks.ts";
import type { Limits } from "./limits.ts";
import { performer } from "./perform.ts";

export type MechanicsParts = {
  readonly configuration: Configuration;
  readonly sip: SipEdge;
  readonly media: MediaPlane;
  readonly calls: Calls;
  readonly lines: Lines;
  readonly channels: Channels;
  readonly desks: OpenDesks;
  readonly clock: Clock;
  readonly limits: Limits;
  readonly tell: Tell;
  readonly state: () => CentreState;
  readonly log: Logger;
};

/** Calls in, effects out: everything the exchange does to a call, and nothing it decides. */
export interface OpenMechanics {
  readonly perform: PerformEffect;
  receive(call: InboundCall): void;
  /** The process is ending: whoever calls now is left to the carrier's other route. */
  receiveNoMore(): void;
}

export function openMechanics(parts: MechanicsParts): OpenMechanics {
  const { media, calls, channels, clock, desks, tell, log } = parts;
  const settings = answerSettings(parts);
  const ending: Ending = { calls, channels, media, tellDesk: desks.tellDesk };
  const failed = (leg: CallerLeg, code: number, reason: string): void => {
    if (leg.over) return;
    clearAway(leg, ending);
    tell({ type: "call.failed", call: leg.id, code, reason });
  };
  const answerLeg = (leg: CallerLeg): Promise<boolean> => answer(leg, media, settings, tell, failed);
  const { publicAddress } = parts.configuration.sip;
  const dialler: Dialler = { sip: parts.sip, media, channels, planOf: settings.planOf, publicAddress };

  listenToMedia(media, {
    calls,
    desks: desks.media,
    dataDir: parts.configuration.dataDir,
    tell,
    tellDesk: desks.tellDesk,
    settled: parts.limits.mediaSettled,
    onGone: (call) => gone(calls.caller(call), ending, failed),
  });
  const listening: Listening = { media, tell, listenFor: parts.limits.listenFor, judged: new Set() };
  const word = trunkWord(calls, ending, listening, failed);
  // RFC 3960 §3: sound may reach a caller before the 200; nothing promises a way back for keys and voice.
  const isAskable = (trunk: string): boolean => settings.planOf(trunk).answer !== "on-operator";
  let receiving = true;
  return {
    perform: performer({
      media,
      ending,
      joining: { media, clock, tellDesk: desks.tellDesk, answer: answerLeg },
      fallback: { dialler, tell, answer: answerLeg, listening },
      callingBack: {
        dialler,
        ending,
        lines: parts.lines,
        clock,
        tell,
        listening,
        dataDir: parts.configuration.dataDir,
      },
      dialling: { dialler, clock, tell, settings, listening },
      answering: {
        whenOf: (trunk) => settings.planOf(trunk).answer ?? "when-waiting",
        answer: answerLeg,
        letHear: (leg) => letHear(leg, media, settings, failed),
      },
      rings: desks.rings,
      cardOf: (call) => cardOf(call, calls, desks, parts.state),
      onBroken: (effect, error) => log.error({ effect, error: String(error) }, "an effect could not be performed"),
    }),
    receive(call) {
      if (receiving) return listenToTrunk(receive(call, { ...parts, isAskable }), word);
      // RFC 3261 §21.5.4: a carrier takes its next route on 503; after 100 and then nothing it waits for minutes.
      call.congest(503, 2);
    },
    receiveNoMore() {
      receiving = false;
    },
  };
}

function answerSettings({ configuration, sip }: MechanicsParts): AnswerSettings {
  return {
    dataDir: configuration.dataDir,
    sourcesOf: (name) => sip.trunks().find(({ trunk }) => trunk === name)?.addresses ?? [],
    planOf: (name) => configuration.sip.trunks.find((trunk) => trunk.name === name) ?? loopbackTrunk,
  };
}

type Failed = (leg: CallerLeg, code: number, reason: string) => void;

/** RFC 3261 §12.2.1.2: the peer has no such dialog; our side of it is closed too. */
function gone(leg: CallerLeg | null, ending: Ending, failed: Failed): void {
  if (!leg) return;
  failed(leg, 481, "the peer no longer knows this call");
  hangUp(leg, ending);
}

function trunkWord(calls: Calls, ending: Ending, listening: Listening, failed: Failed): TrunkWord {
  const { media, tell } = listening;
  return {
    hungUp(call) {
      const leg = calls.caller(call);
      if (!leg) return;
      clearAway(leg, ending);
      tell({ type: "call.hung-up", call });
    },
    failed(call, code, reason) {
      const leg = calls.caller(call);
      if (leg) failed(leg, code, reason);
    },
    silent(call) {
      const leg = calls.caller(call);
      if (!leg) return;
      const end = (code: number, reason: string): void => {
        failed(leg, code, reason);
        hangUp(leg, ending);
      };
      void judgeBySound({ leg: leg.id, probe: () => leg.sip.probe(), isOver: () => leg.over, end }, listening);
    },
    pressed: (call, digit) => void (calls.caller(call) && tell({ type: "digit.received", call, digit })),
    renewed: (call, sdp) => void media.acceptAnswer(call, sdp),
    reoffered: (call, event) => void reoffer(call, event, media),
  };
}

/** The card shown before, else what the exchange itself knows. */
function cardOf(call: CallId, calls: Calls, desks: OpenDesks, state: () => CentreState): CallCard | null {
  const leg = calls.find(call);
  return desks.rings.cardOf(call) ?? (leg && ownCard(leg, state()));
}
