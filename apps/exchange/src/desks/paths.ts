import type { DeskClaims, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskId, Duration } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Elapsed } from "../clock.ts";
import type { DeskMedia } from "../calls/media-words.ts";
import { type Desk, type DeskSocket, type Desks, never } from "./desk.ts";
import type { SocketListener } from "./desk-server.ts";
import type { DeskWordsIn } from "./from-desk.ts";
import type { Presence } from "./presence.ts";
import { isOwner, tellBoth } from "./tell.ts";

/** WebSocket close codes of ours (RFC 6455 §7.4.2): another window claimed this desk; the same window opened a newer socket. */
const supersededCode = 4409;
const replacedCode = 4410;

export type DeskPaths = {
  readonly desks: Desks;
  readonly presence: Presence;
  readonly media: MediaPlane;
  readonly elapsed: Elapsed;
  readonly words: DeskWordsIn;
  /** The first word on either path: where this desk stands. */
  readonly standingOf: (desk: DeskId) => ToDesk;
  /** ms a desk has to bring back audio that was lost on our side. */
  readonly audioReturns: Duration;
};

/** A desk's WebSocket: tokens were checked; the newest claim owns the desk. */
export function socketPath(paths: DeskPaths): SocketListener {
  const { desks, presence, media, elapsed, words, standingOf } = paths;
  return {
    opened(claims, socket) {
      const desk = desks.of(claims.desk);
      if (!claim(desk, claims, socket, media)) return;
      desk.beats.socket = elapsed();
      socket.send(standingOf(desk.id));
      presence.look(desk);
    },
    said(claims, socket, text) {
      const desk = desks.of(claims.desk);
      if (desk.socket !== socket) return;
      desk.beats.socket = elapsed();
      words(desk.id, text, (message) => socket.send(message));
      presence.look(desk);
    },
    closed(claims, socket) {
      const desk = desks.of(claims.desk);
      if (desk.socket !== socket) return;
      desk.socket = null;
      desk.beats.socket = never;
      presence.look(desk);
    },
  };
}

/** False when a newer claim owns the desk: this window must stop its microphone and say so. */
function claim(desk: Desk, claims: DeskClaims, socket: DeskSocket, media: MediaPlane): boolean {
  const owner = desk.claims;
  if (owner && owner.claim !== claims.claim && owner.issuedAt > claims.issuedAt) {
    socket.send({ type: "superseded" });
    socket.close(supersededCode, "superseded");
    return false;
  }
  if (owner && owner.claim !== claims.claim) {
    tellBoth(desk, { type: "superseded" }, media);
    desk.socket?.close(supersededCode, "superseded");
    desk.beats.channel = never;
  } else desk.socket?.close(replacedCode, "replaced");
  desk.claims = claims;
  desk.socket = socket;
  return true;
}

/** A desk's PeerConnection and its data channel, as the media plane reports them. */
export function channelPath(paths: DeskPaths): DeskMedia {
  const { desks, presence, media, elapsed, words, standingOf } = paths;
  const down = (desk: Desk): void => {
    desk.mediaUp = false;
    desk.beats.channel = never;
    presence.look(desk);
  };
  return {
    isDesk: (leg) => desks.find(leg) !== null,
    up(id) {
      const desk = desks.of(id);
      desk.mediaUp = true;
      desk.upFor = desk.offers;
      tellBoth(desk, standingOf(id), media);
      presence.look(desk);
    },
    down(id) {
      const desk = desks.find(id);
      if (desk) doubt(desk, down);
    },
    said(id, text) {
      const desk = desks.of(id);
      if (!isOwner(desk)) return;
      // A word over the connection proves that it stands, whatever its library last thought of it under load.
      desk.mediaUp = true;
      desk.upFor = desk.offers;
      desk.beats.channel = elapsed();
      words(id, text, (message) => media.deskSend(id, JSON.stringify(message)));
      presence.look(desk);
    },
    allDown() {
      for (const desk of desks.all()) {
        desk.beats.channel = never;
        desk.socket?.send({ type: "audio-lost" });
        if (desk.mediaUp) awaitAudio(desk, paths.audioReturns, down);
      }
    },
  };
}

/** ms in which a desk that is there is heard: it beats every 500. */
const beatComes = 600;

/** A connection that its library calls lost may stand: a word over it proves that, and no caller is put on hold for a doubt. */
function doubt(desk: Desk, down: (desk: Desk) => void): void {
  const { offers } = desk;
  const heardAt = desk.beats.channel;
  setTimeout(() => desk.offers === offers && desk.beats.channel === heardAt && down(desk), beatComes);
}

/** Lost or replaced audio is not a desk that vanished: it counts as without audio when none came up in time. */
function awaitAudio(desk: Desk, grace: Duration, down: (desk: Desk) => void): void {
  desk.offers += 1;
  const { offers } = desk;
  setTimeout(() => desk.offers === offers && desk.upFor !== offers && down(desk), grace);
}

export type DeskAudio = {
  readonly media: MediaPlane;
  readonly down: (desk: DeskId) => void;
  /** A replaced connection has this long (ms) to come up before the desk counts as without audio. */
  readonly grace: Duration;
  /** The leg is new: a conversation in hand gets its audio back. */
  readonly onOpened: (desk: DeskId) => void;
};

/** Opens (or replaces) the desk's leg. A new microphone or a refreshed page is not a desk that vanished. */
export async function openDeskAudio(
  desk: Desk,
  sdp: string,
  reply: (message: ToDesk) => void,
  audio: DeskAudio,
): Promise<void> {
  desk.offers += 1;
  const { offers } = desk;
  desk.mediaClaim = desk.claims?.claim ?? null;
  const wasUp = desk.mediaUp;
  const opened = await audio.media.openDeskLeg(desk.id, sdp);
  if (!opened.ok) {
    audio.down(desk.id);
    return reply({ type: "refused", code: opened.code, sentence: opened.sentence });
  }
  reply({ type: "answer", sdp: opened.sdp });
  audio.onOpened(desk.id);
  if (wasUp) setTimeout(() => desk.offers === offers && desk.upFor !== offers && audio.down(desk.id), audio.grace);
}
