import type { Configuration, InstanceKeys } from "@siaga/configuration";
import type { DeskClaims } from "@siaga/contracts/desk-link";
import type { DeskId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Logger } from "pino";
import type { Succession } from "../brain/succession.ts";
import type { TellDesk } from "../calls/end.ts";
import { seat } from "../calls/seat.ts";
import type { Calls } from "../calls/legs.ts";
import type { DeskMedia } from "../calls/media-words.ts";
import type { Clock, Elapsed } from "../clock.ts";
import type { Limits } from "../limits.ts";
import { beatToDesks } from "./beats.ts";
import { ownCard } from "./card.ts";
import { type Desks, openDeskList } from "./desk.ts";
import { openDeskServer } from "./desk-server.ts";
import { deskWords } from "./from-desk.ts";
import { channelPath, type DeskPaths, openDeskAudio, socketPath } from "./paths.ts";
import { openPresence, type Presence } from "./presence.ts";
import { type DeskRings, openDeskRings } from "./rings.ts";
import { standingOf } from "./standing-of.ts";
import { tellBoth } from "./tell.ts";
import { checkDeskToken } from "./token.ts";

export type DeskParts = {
  readonly configuration: Pick<Configuration, "http" | "deskPorts">;
  readonly keys: Pick<InstanceKeys, "deskToken">;
  readonly media: MediaPlane;
  readonly calls: Calls;
  readonly succession: Succession;
  readonly clock: Clock;
  readonly elapsed: Elapsed;
  readonly limits: Limits;
  readonly log: Logger;
};

/** The desks' side of the exchange: who sits where, what rings there, and the two paths to them. */
export interface OpenDesks {
  readonly ports: { readonly http: number; readonly https: number | null };
  readonly presence: Presence;
  readonly rings: DeskRings;
  readonly media: DeskMedia;
  readonly tellDesk: TellDesk;
  /** Tells every desk; the brain that begins hears who sits here. */
  failOpen(on: boolean, succession: Pick<Succession, "tell" | "state">): void;
  stop(): void;
  close(): Promise<void>;
}

/** Rejects when a port is taken. */
export async function openDesks(parts: DeskParts): Promise<OpenDesks> {
  const { media, calls, succession, elapsed, limits } = parts;
  const desks = openDeskList();
  const tellDesk: TellDesk = (id, message) => {
    if (message.type === "joined" || message.type === "ended") rings.forget(id, message.call);
    const desk = desks.find(id);
    if (!desk) return;
    // Whoever is joined to a caller is heard by them.
    if (message.type === "joined") desk.muted = false;
    tellBoth(desk, message, media);
  };
  const rings = openDeskRings(tellDesk, (call) => calls.find(call) !== null);
  const presence = openPresence({
    desks,
    elapsed,
    silence: limits.deskSilent,
    onConnected: (claims) => sitDown(claims, succession),
    onVanished: (desk) => succession.tell({ type: "desk.vanished", desk }),
  });
  const words = wordsOf(parts, desks, rings);
  const audioReturns = limits.deskAudioReturns;
  const paths: DeskPaths = { ...parts, desks, presence, words, standingOf: standing, audioReturns };
  const channel = channelPath(paths);

  function standing(desk: DeskId) {
    const failOpen = succession.leader() !== "centre";
    const { muted } = desks.of(desk);
    return standingOf(desk, calls, rings, { cardOf: (leg) => ownCard(leg, succession.state()), muted, failOpen });
  }
  function wordsOf({ media }: DeskParts, desks: Desks, rings: DeskRings) {
    return deskWords({
      tell: succession.tell,
      media,
      rings,
      mute(desk, muted) {
        desks.of(desk).muted = muted;
        media.mute(desk, muted);
      },
      talksIn: (desk, call) => calls.ofDesk(desk)?.id === call,
      hasParty: (desk, party) => calls.withParty(party)?.desk === desk,
      offered: (desk, sdp, reply) =>
        void openDeskAudio(desks.of(desk), sdp, reply, {
          media,
          down: channel.down,
          grace: limits.deskSilent,
          onOpened: (desk) => giveAudioBack(desk, calls, media),
        }),
    });
  }
  const server = await openDeskServer(serverOptions(parts), socketPath(paths));
  const stopBeats = beatToDesks(desks, media, parts.clock, limits.beat);
  return {
    ports: server.ports,
    presence,
    rings,
    media: channel,
    tellDesk,
    failOpen(on, brain) {
      for (const desk of desks.all()) tellBoth(desk, { type: "fail-open", on }, media);
      if (on) introduce(desks, brain);
    },
    stop() {
      stopBeats();
      presence.close();
    },
    close: server.close,
  };
}

function serverOptions({ configuration, keys, clock, log }: DeskParts) {
  return {
    address: configuration.http.address,
    ports: configuration.deskPorts,
    certificateFile: configuration.http.certificateFile,
    keyFile: configuration.http.keyFile,
    check: (token: string) => checkDeskToken(token, keys.deskToken, clock()),
    onNoCertificate: (sentence: string) => log.warn(sentence),
  };
}

/** With no centre to say who sits where, a valid token says so; readiness stays the operator's own word. */
function sitDown({ desk, operator, role }: DeskClaims, { tell, leader, state }: Succession): void {
  if (leader() === "own" && !state().desks.has(desk)) tell({ type: "operator.signed-in", operator, desk, role });
  tell({ type: "desk.connected", desk });
}

/** The own brain begins: desks that stand are met, desks the centre knew and we do not see have vanished. */
function introduce(desks: Desks, { tell, state }: Pick<Succession, "tell" | "state">): void {
  const seen = [...desks.all()].filter((desk) => desk.connected);
  for (const { claims } of seen) {
    if (!claims) continue;
    const { desk, operator, role } = claims;
    if (!state().desks.has(desk)) tell({ type: "operator.signed-in", operator, desk, role });
    tell({ type: "desk.connected", desk });
  }
  for (const desk of state().linked) if (!seen.some(({ id }) => id === desk)) tell({ type: "desk.vanished", desk });
}

/** A refreshed page in the middle of a conversation hears its caller again. */
function giveAudioBack(desk: DeskId, calls: Calls, media: MediaPlane): void {
  const leg = calls.ofDesk(desk);
  if (leg) seat(leg, media);
}
