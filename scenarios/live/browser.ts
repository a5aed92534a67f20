import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linearWav } from "@siaga/media/instrument";
import { type BrowserContext, chromium, type Page } from "playwright-core";

/** Switches that keep the browser off the network and let it run as root; none of them touches calls or sound. */
const quiet = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A person's browser with a microphone of its own, singing one tone (Hz) for as long as it lives. */
export type PersonsBrowser = { readonly context: BrowserContext; readonly page: Page; close(): Promise<void> };

export type BrowserOptions = {
  readonly viewport?: { readonly width: number; readonly height: number };
  /** A name this machine goes by, as seen from another one: no longer a secure origin without TLS. */
  readonly elsewhere?: string | null;
  /** The network lets nothing through but the relay. */
  readonly relayOnly?: boolean;
};

/** Unmodified Chromium: the fake microphone only, without noise suppression, which takes a steady tone for noise. `tone` null: no microphone needed. */
export async function openBrowser(
  tone: number | null,
  { viewport = { width: 1366, height: 768 }, elsewhere = null, relayOnly = false }: BrowserOptions = {},
): Promise<PersonsBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "siaga-browser-"));
  const args = [...quiet, "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"];
  if (tone !== null) {
    writeFileSync(join(folder, "voice.wav"), toneWav(tone));
    args.push(`--use-file-for-fake-audio-capture=${join(folder, "voice.wav")}`);
  }
  if (elsewhere !== null) args.push(`--host-resolver-rules=MAP ${elsewhere} 127.0.0.1`);
  const context = await chromium.launchPersistentContext(join(folder, "profile"), {
    executablePath: chromiumPath,
    args,
    viewport,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    ignoreHTTPSErrors: elsewhere !== null,
    ignoreDefaultArgs: ["--mute-audio"],
  });
  await context.addInitScript(keepPeerConnections, relayOnly);
  await context.addInitScript(singSteadily);
  const page = context.pages()[0] ?? (await context.newPage());
  return {
    context,
    page,
    async close() {
      await context.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export const chromiumPath = "/usr/bin/chromium";

/** Lets an ear be put on what the page receives; the page itself is untouched. */
function keepPeerConnections(relayOnly: boolean): void {
  const held: RTCPeerConnection[] = [];
  const Original = RTCPeerConnection;
  Object.assign(globalThis, {
    heldPeerConnections: held,
    RTCPeerConnection: class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(relayOnly ? { ...configuration, iceTransportPolicy: "relay" } : configuration);
        held.push(this);
      }
    },
  });
}

/** A voice changes all the time; our tone does not, and after some seconds of it nothing would be left. */
function singSteadily(): void {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return;
  const original = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = (wanted) =>
    original({ ...wanted, audio: typeof wanted?.audio === "object" && { ...wanted.audio, noiseSuppression: false } });
}

/**
 * Strength of each frequency (0–1, about the sine's amplitude) in what the page hears from its newest connection now,
 * measured by the browser itself over `ms`.
 */
export function hearing(page: Page, frequencies: readonly number[], ms = 600): Promise<number[]> {
  return page.evaluate(
    async ({ frequencies, ms }) => {
      const held = (globalThis as unknown as { heldPeerConnections: RTCPeerConnection[] }).heldPeerConnections;
      const track = held.findLast((connection) => connection.connectionState === "connected")?.getReceivers()[0]?.track;
      if (track === undefined) return frequencies.map(() => 0);
      const context = new AudioContext();
      const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
      context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
      await new Promise((done) => setTimeout(done, ms));
      const samples = new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(samples);
      const rate = context.sampleRate;
      await context.close();
      return frequencies.map((frequency) => {
        let sine = 0;
        let cosine = 0;
        for (const [index, sample] of samples.entries()) {
          sine += sample * Math.sin((2 * Math.PI * frequency * index) / rate);
          cosine += sample * Math.cos((2 * Math.PI * frequency * index) / rate);
        }
        return (2 * Math.hypot(sine, cosine)) / samples.length;
      });
    },
    { frequencies: [...frequencies], ms },
  );
}

/** One second of a sine at 48 kHz, which the browser repeats. */
function toneWav(frequency: number): Buffer {
  const rate = 48_000;
  const sine = (_: number, index: number): number =>
    Math.round(9_000 * Math.sin((2 * Math.PI * frequency * index) / rate));
  return linearWav(Int16Array.from({ length: rate }, sine), rate);
}
