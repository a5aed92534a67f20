import type { MediaEvent, MediaPlane } from "@siaga/media";
import { RtpPeer } from "@siaga/media/instrument";

/** Desks that speak and hear by plain RTP instead of a browser's WebRTC; rooms, prompts and recordings are the plane's own. */
export type DeskTelephones = {
  readonly media: MediaPlane;
  /** The telephone of a desk that has offered. Throws for any other. */
  at(desk: string): RtpPeer;
  close(): Promise<void>;
};

/** Every desk that offers gets a telephone. */
export function deskTelephones(media: MediaPlane): DeskTelephones {
  const telephones = new Map<string, RtpPeer>();
  const listeners: ((event: MediaEvent) => void)[] = [];
  const own: Pick<MediaPlane, "on" | "openDeskLeg"> = {
    on(listener) {
      listeners.push(listener);
      media.on(listener);
    },
    async openDeskLeg(leg) {
      const telephone = await RtpPeer.open();
      telephones.set(leg, telephone);
      const offer = telephone.describe();
      const opened = await media.openTrunkLeg({ leg, offer, address: telephone.address, allowedSources: [] });
      if (!opened.ok) return opened;
      telephone.connect(opened.sdp);
      setImmediate(() => listeners.forEach((listener) => listener({ type: "desk-up", leg })));
      return opened;
    },
  };
  const theirs = (name: PropertyKey): unknown => {
    const found: unknown = Reflect.get(media, name);
    return typeof found === "function" ? found.bind(media) : found;
  };
  return {
    media: new Proxy(media, { get: (_target, name) => (name in own ? Reflect.get(own, name) : theirs(name)) }),
    at(desk) {
      const telephone = telephones.get(desk);
      if (telephone === undefined) throw new Error(`no telephone at ${desk}`);
      return telephone;
    },
    close: async () => void (await Promise.all([...telephones.values()].map((telephone) => telephone.close()))),
  };
}
