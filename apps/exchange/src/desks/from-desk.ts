import { fromDesk, type FromDesk, type ToDesk } from "@siaga/contracts/desk-link";
import type { CallId, DeskId, PartyId } from "@siaga/core";
import type { MediaPlane } from "@siaga/media";
import type { Tell } from "../brain/brain.ts";
import type { DeskRings } from "./rings.ts";

/** What a desk's words lead to. The same words are taken from the data channel and from the WebSocket. */
export type DeskWords = {
  readonly tell: Tell;
  readonly media: MediaPlane;
  readonly rings: DeskRings;
  readonly mute: (desk: DeskId, muted: boolean) => void;
  /** The desk talks in this call already. */
  readonly talksIn: (desk: DeskId, call: CallId) => boolean;
  /** This party is in the call the desk has. */
  readonly hasParty: (desk: DeskId, party: PartyId) => boolean;
  /** A (re)offer for the desk's PeerConnection; the answer goes back by `reply`. */
  readonly offered: (desk: DeskId, sdp: string, reply: (message: ToDesk) => void) => void;
};

export type DeskWordsIn = (desk: DeskId, text: string, reply: (message: ToDesk) => void) => void;

/** One line a word. Words that cannot be read are answered with a sentence, never acted upon. */
export function deskWords({ tell, media, rings, mute, talksIn, hasParty, offered }: DeskWords): DeskWordsIn {
  type Words = {
    readonly [T in FromDesk["type"]]: (
      desk: DeskId,
      word: Extract<FromDesk, { type: T }>,
      reply: (message: ToDesk) => void,
    ) => void;
  };
  const words: Words = {
    beat: () => {},
    offer: (desk, { sdp }, reply) => offered(desk, sdp, reply),
    "answer-call"(desk, { call }, reply) {
      if (rings.isRinging(desk, call)) return tell({ type: "offer.accepted", call, desk });
      // The same key press may arrive over both paths.
      if (!talksIn(desk, call)) reply({ type: "stop-ringing", call });
    },
    decline: (desk, { call }) => tell({ type: "offer.declined", call, desk }),
    hold: (desk, { call }) => tell({ type: "hold.requested", call, desk }),
    resume: (desk, { call }) => tell({ type: "hold.ended", call, desk }),
    "hang-up": (desk, { call }) => tell({ type: "call.released", call, desk }),
    "leave-call": (desk, { call }) => tell({ type: "transfer.completed", call, desk }),
    confer: (desk, { call }) => tell({ type: "conference.requested", call, desk }),
    "drop-party": (desk, { party }) => tell({ type: "party.released", party, desk }),
    press(desk, { party, digits }) {
      if (hasParty(desk, party)) media.sendDigits(party, digits);
    },
    mute: (desk, { muted }) => mute(desk, muted),
    ready: (desk) => tell({ type: "operator.readied", desk }),
    pause: (desk, { reason }) => tell({ type: "operator.paused", desk, reason }),
  };
  return (desk, text, reply) => {
    const word = readFromDesk(text);
    if (word === null) return reply(unreadable);
    (words[word.type] as (desk: DeskId, word: FromDesk, reply: (message: ToDesk) => void) => void)(desk, word, reply);
  };
}

const unreadable: ToDesk = {
  type: "refused",
  code: "unreadable",
  sentence: "The exchange could not read this; reload the page.",
};

function readFromDesk(text: string): FromDesk | null {
  try {
    const parsed = fromDesk.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
