import { decode, encode, frameSamples, type Codec } from "../audio/g711.ts";
import type { RtpPacket } from "../rtp/packet.ts";
import { Playout } from "../rtp/playout.ts";

export type Arrival = { /** ms */ readonly at: number; readonly packet: RtpPacket };

/** Sound as packets of `samples` each, sent without jitter from 0 ms on; numbers and timestamps wrap on the way. */
export function packetsOf(sound: Int16Array, samples = frameSamples, codec: Codec = "PCMA"): Arrival[] {
  const bytes = encode(sound, codec);
  return Array.from({ length: Math.floor(bytes.length / samples) }, (_, number) => ({
    at: ((number + 1) * samples) / 8,
    packet: {
      payloadType: codec === "PCMA" ? 8 : 0,
      marker: number === 0,
      sequence: (65_500 + number) & 0xffff,
      timestamp: (4_294_960_000 + number * samples) >>> 0,
      ssrc: 1,
      payload: bytes.subarray(number * samples, (number + 1) * samples),
    },
  }));
}

/** What a listener hears when packets come as told: a frame every 20 ms of virtual time, silence where there is none. */
export function listen(
  arrivals: readonly Arrival[],
  ms: number,
  playout = new Playout("PCMA"),
): { readonly heard: Int16Array; readonly playout: Playout } {
  const waiting = [...arrivals].sort((a, b) => a.at - b.at);
  const heard = new Int16Array((ms / 20) * frameSamples);
  let next = 0;
  // Ticks stand in no relation to the packets: 7 ms is any place between two of them.
  for (let tick = 0; tick < ms / 20; tick += 1) {
    const now = tick * 20 + 7;
    for (; next < waiting.length && waiting[next]!.at <= now; next += 1) {
      const { packet, at } = waiting[next]!;
      if (packet.payloadType === 13) playout.layNoise(packet);
      else playout.lay(packet, packet.payloadType === 0 ? "PCMU" : "PCMA", at);
    }
    const frame = playout.take(now);
    if (frame !== null) heard.set(decode(frame.bytes, frame.codec), tick * frameSamples);
  }
  return { heard, playout };
}
