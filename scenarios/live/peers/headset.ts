import type { Page } from "playwright-core";

/** What a browser lets a page know of a headset. */
type Headset = { readonly pullOut: () => void; readonly plugIn: () => void; readonly silence: (on: boolean) => void };
type Held = {
  readonly heldPeerConnections: RTCPeerConnection[];
  headset?: Headset;
};

/**
 * Gives a page's headset a cable and a switch: machines for tests have no sound card, so the browser's own notices are
 * given in its place. The microphone that is plugged in again is the browser's.
 */
export async function wireHeadset(page: Page): Promise<void> {
  await page.evaluate(() => {
    const held = globalThis as unknown as Held;
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    let pluggedIn = true;
    navigator.mediaDevices.getUserMedia = (wanted) =>
      pluggedIn ? real(wanted) : Promise.reject(new DOMException("no device", "NotFoundError"));
    const track = (): MediaStreamTrack | null | undefined => held.heldPeerConnections.at(-1)?.getSenders()[0]?.track;
    held.headset = {
      pullOut() {
        pluggedIn = false;
        const gone = track();
        gone?.stop();
        gone?.dispatchEvent(new Event("ended"));
      },
      plugIn() {
        pluggedIn = true;
        navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
      },
      silence(on) {
        const silenced = track();
        if (!silenced) return;
        Object.defineProperty(silenced, "muted", { value: on, configurable: true });
        silenced.dispatchEvent(new Event(on ? "mute" : "unmute"));
      },
    };
  });
}

export const pullOut = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as Held).headset?.pullOut());
export const plugIn = (page: Page): Promise<void> =>
  page.evaluate(() => (globalThis as unknown as Held).headset?.plugIn());
export const silence = (page: Page, on: boolean): Promise<void> =>
  page.evaluate((on) => (globalThis as unknown as Held).headset?.silence(on), on);
