import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { tone } from "./tone.ts";
import { linearWav } from "./linear-wav.ts";

/** The flags of an unmodified Chromium with a fake microphone: nothing that loosens audio or network rules. */
const flags = [
  "--no-sandbox",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Headless Chromium whose microphone hears a tone of this frequency. */
export async function openBrowser(frequency: number): Promise<Browser> {
  const microphone = join(mkdtempSync(join(tmpdir(), "microphone-")), "tone.wav");
  writeFileSync(microphone, linearWav(tone(frequency, 2000)));
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    headless: true,
    args: [...flags, `--use-file-for-fake-audio-capture=${microphone}`],
  });
}

/** A desk as small as can be: offers G.711 and the data channel, hears through WebAudio. */
export type DeskPage = {
  readonly page: Page;
  offer(): Promise<string>;
  accept(answer: string): Promise<void>;
  say(text: string): Promise<void>;
  heardTexts(): Promise<readonly string[]>;
  /** The strongest frequency (Hz) the page hears now, and how loud (dB). */
  loudest(): Promise<{ readonly frequency: number; readonly level: number }>;
};

/** Opens the page on http://127.0.0.1, or loads `standing` anew. */
export async function openDeskPage(browser: Browser, standing?: DeskPage): Promise<DeskPage> {
  const page = standing?.page ?? (await browser.newPage());
  if (standing === undefined) {
    const server = await serve();
    page.once("close", () => server.close());
    browser.once("disconnected", () => server.close());
    const { port } = server.address() as { port: number };
    await page.goto(`http://127.0.0.1:${port}/`);
  } else await page.reload();
  await page.click("button");
  await page.waitForFunction("window.microphone !== undefined");
  return {
    page,
    offer: () => page.evaluate<string>("offer()"),
    accept: (answer) => page.evaluate(`accept(${JSON.stringify(answer)})`),
    say: (text) => page.evaluate(`say(${JSON.stringify(text)})`),
    heardTexts: () => page.evaluate<string[]>("texts"),
    loudest: () => page.evaluate<{ frequency: number; level: number }>("loudest()"),
  };
}

async function serve(): Promise<Server> {
  const server = createServer((_, response) => response.setHeader("content-type", "text/html").end(html));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

const html = `<!doctype html><button>Siap</button><audio autoplay></audio><script>
const texts = [];
let peer, channel, analyser, audio;
document.querySelector("button").onclick = async () => {
  audio = new AudioContext();
  await audio.resume();
  window.microphone = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
};
async function offer() {
  peer = new RTCPeerConnection();
  peer.addTrack(window.microphone.getAudioTracks()[0], window.microphone);
  channel = peer.createDataChannel("desk");
  channel.onmessage = ({ data }) => texts.push(data);
  peer.ontrack = ({ streams, track }) => {
    const stream = streams[0] ?? new MediaStream([track]);
    document.querySelector("audio").srcObject = stream;
    analyser = audio.createAnalyser();
    analyser.fftSize = 8192;
    analyser.smoothingTimeConstant = 0;
    audio.createMediaStreamSource(stream).connect(analyser);
  };
  await peer.setLocalDescription();
  await new Promise((done) => (peer.iceGatheringState === "complete" ? done() : (peer.onicegatheringstatechange = () => peer.iceGatheringState === "complete" && done())));
  return peer.localDescription.sdp;
}
const accept = (sdp) => peer.setRemoteDescription({ type: "answer", sdp });
const say = async (text) => {
  while (channel.readyState !== "open") await new Promise((next) => setTimeout(next, 20));
  channel.send(text);
};
function loudest() {
  const levels = new Float32Array(analyser.frequencyBinCount);
  analyser.getFloatFrequencyData(levels);
  let best = 1;
  levels.forEach((level, bin) => { if (bin > 0 && level > levels[best]) best = bin; });
  return { frequency: (best * audio.sampleRate) / analyser.fftSize, level: Math.max(-200, levels[best]) };
}
</script>`;
