import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";
import { type AudioPath, excuse, look, noPath, noteChange, type PathEvent, quietAfter, step } from "./audio-path.ts";
import { type DeskPeer, openDeskPeer } from "./desk-peer.ts";

/** The desk's audio for as long as the claim is held: one connection, and another in its place when it is lost. */
export type DeskAudio = {
  /** Makes an offer now; the connection that stood is closed, its seat in the call is taken by the new one. */
  offer(microphone: MediaStream): void;
  /** Another microphone: the standing connection goes on with it. */
  use(microphone: MediaStream): void;
  accept(sdp: string): void;
  send(message: FromDesk): boolean;
  /** The exchange was heard on it lately: trusted with a word. */
  fresh(now: number): boolean;
  received(): Promise<number | null>;
  /** Every beat of the desk's clock. Where no other can be had (`replaceable`), a silent connection is kept: it may return. */
  beat(now: number, replaceable: boolean): void;
  networkChanged(): void;
  woke(now: number): void;
  /** The exchange says that its side is gone. */
  lose(): void;
  close(): void;
};

export type DeskAudioParts = {
  readonly iceServers: DeskClaim["iceServers"];
  readonly onPath: (path: AudioPath) => void;
  readonly onMessage: (message: ToDesk) => void;
  readonly onRemote: (remote: MediaStream) => void;
  readonly tellOffer: (sdp: string) => void;
};

export function openDeskAudio({ iceServers, onPath, onMessage, onRemote, tellOffer }: DeskAudioParts): DeskAudio {
  let path = noPath;
  let peer: DeskPeer | null = null;

  function become(next: AudioPath): void {
    if (next === path) return;
    const moved = next.state !== path.state;
    path = next;
    if (path.state === "none") drop();
    if (moved) onPath(path);
  }
  const note = (event: PathEvent): void => become(step(path, event, Date.now()));
  function drop(): void {
    peer?.close();
    peer = null;
  }
  function offer(microphone: MediaStream): void {
    drop();
    /** A connection that was replaced has no say any more. */
    const whileMine = <T extends readonly unknown[]>(act: (...values: T) => void) => {
      return (...values: T): void => void (peer === opened && act(...values));
    };
    const opened: DeskPeer = openDeskPeer({
      microphone,
      iceServers,
      onMessage: whileMine((message: ToDesk) => {
        note("heard");
        onMessage(message);
      }),
      onOpened: whileMine(() => note("opened")),
      onDisturbed: whileMine(() => note("quiet")),
      onLost: whileMine(() => note("lost")),
      onRemote: whileMine(onRemote),
      offer: whileMine(tellOffer),
    });
    peer = opened;
    note("offered");
  }
  return {
    offer,
    use: (microphone) => peer?.use(microphone),
    accept: (sdp) => void peer?.accept(sdp).catch(() => note("lost")),
    send: (message) => peer?.send(message) ?? false,
    fresh: (now) => peer !== null && now - path.heardAt < quietAfter,
    received: () => peer?.received() ?? Promise.resolve(null),
    beat(now, replaceable) {
      peer?.send({ type: "beat", at: now });
      const noticed = look(path, now);
      if (noticed !== null) become(step(path, noticed === "silent" && !replaceable ? "quiet" : noticed, now));
    },
    networkChanged: () => become(noteChange(path, Date.now())),
    woke: (now) => become(excuse(path, now)),
    lose: () => note("lost"),
    close: drop,
  };
}
