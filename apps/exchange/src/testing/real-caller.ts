import type { TestContext } from "node:test";
import { RtpPeer } from "@siaga/media/instrument";
import { openSip, type OutboundCall, type OutboundEvent } from "@siaga/sip";

/** Somebody with a telephone in the city: real signalling, real sound. */
export type RealCaller = {
  readonly call: OutboundCall;
  readonly sound: RtpPeer;
  /** What the telephone was told, by its kind. */
  readonly events: OutboundEvent["type"][];
};

const trunk = { addresses: ["127.0.0.1"], trustIdentity: true, pseudoNumbers: [], channels: null, codecs: null };

/** A telephone exchange of the city that dials 112 at this port. */
export async function openCity(
  t: TestContext,
  port: number,
): Promise<{ dial(id: string, number?: string): Promise<RealCaller> }> {
  const sip = await openSip({
    address: "127.0.0.1",
    port: 0,
    trunks: [{ ...trunk, name: "city", peer: `sip:127.0.0.1:${port}` }],
    country: "ID",
    shortCodes: ["112"],
    userAgent: "test",
    publicAddress: null,
  });
  const sounds: RtpPeer[] = [];
  t.after(async () => {
    await sip.close();
    await Promise.all(sounds.map((sound) => sound.close()));
  });
  return {
    async dial(id, callerNumber = "081234567890") {
      const sound = await RtpPeer.open();
      sounds.push(sound);
      const events: OutboundEvent["type"][] = [];
      const call = sip.dial("city", "112", { id, offer: sound.describe(), callerNumber });
      call.on((event) => {
        events.push(event.type);
        if (event.type === "progress" || event.type === "answered") sound.connect(event.sdp);
        // RFC 3264 §8: the same answer as before.
        if (event.type === "reoffer") event.respond(sound.describe());
      });
      return { call, sound, events };
    },
  };
}
