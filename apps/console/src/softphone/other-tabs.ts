/** Tabs of one browser share a desk's session; only one may own its audio. They talk over a BroadcastChannel. */
type Word = { readonly ask: string } | { readonly held: string };
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("siaga.desk");
let holding: string | null = null;

channel?.addEventListener("message", ({ data: word }: MessageEvent<Word>) => {
  if ("ask" in word && word.ask === holding) channel.postMessage({ held: holding } satisfies Word);
});

/** Says to other tabs whether this one owns the desk's audio. */
export const holdDesk = (desk: string | null): void => void (holding = desk);

/** True when another tab of this browser owns the desk's audio; known within 200 ms. */
export function isHeldElsewhere(desk: string): Promise<boolean> {
  if (channel === null) return Promise.resolve(false);
  return new Promise((answer) => {
    const finish = (held: boolean): void => {
      clearTimeout(limit);
      channel.removeEventListener("message", hear);
      answer(held);
    };
    const hear = ({ data: word }: MessageEvent<Word>): void => {
      if ("held" in word && word.held === desk) finish(true);
    };
    const limit = setTimeout(() => finish(false), 200);
    channel.addEventListener("message", hear);
    channel.postMessage({ ask: desk } satisfies Word);
  });
}
