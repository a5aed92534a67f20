import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EmbeddedPlane } from "../embedded-plane.ts";
import type { OpenOperatorLeg } from "../leg/operator-leg.ts";
import type { MediaEvent, MediaOptions } from "../plane.ts";
import { RtpPeer, type RtpPeerOptions } from "./rtp-peer.ts";
import { toneBytes } from "./tone.ts";

export const noDesks: OpenOperatorLeg = async () => ({ ok: false, code: "bad-sdp", sentence: "No desks here." });

/** A folder of its own with the prompts `low` (300 Hz, 400 ms) and `high` (1900 Hz, 400 ms). */
export function promptFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "media-"));
  writeFileSync(join(folder, "low.al"), toneBytes(300, 400));
  writeFileSync(join(folder, "high.al"), toneBytes(1900, 400));
  return folder;
}

/** Options whose ports no other test process uses: below those the system gives out, apart by process id. */
export function testOptions(): MediaOptions {
  const first = 21_000 + (process.pid % 28) * 400;
  const desk = first + 200;
  return {
    rtpPorts: { first, last: first + 199 },
    mediaAddresses: [],
    deskPorts: { first: desk, last: desk + 99 },
    promptFolder: promptFolder(),
  };
}

/** A plane in this process whose events are kept. */
export function openPlane(options: MediaOptions, desks = noDesks): { plane: EmbeddedPlane; events: MediaEvent[] } {
  const plane = new EmbeddedPlane(options, desks);
  const events: MediaEvent[] = [];
  plane.on((event) => events.push(event));
  return { plane, events };
}

/** A peer with an open trunk leg of that name. */
export async function caller(plane: EmbeddedPlane, leg: string, options: RtpPeerOptions = {}): Promise<RtpPeer> {
  const peer = await RtpPeer.open(options);
  const opened = await plane.openTrunkLeg({ leg, offer: peer.describe(), address: "127.0.0.1", allowedSources: [] });
  if (!opened.ok) throw new Error(opened.sentence);
  peer.connect(opened.sdp);
  return peer;
}
