import type { Views } from "@siaga/postgres";
import type { Clock } from "../ports.ts";
import type { BoardWriter } from "./board.ts";

const lookEvery = 250;
const askEvery = 300_000;
const retryAfter = 5_000;

/** Keeps what the whole room shows fresh while nothing happens to a single call. */
export function watchRoom(board: Pick<BoardWriter, "refresh">, clock: Clock): { readonly stop: () => void } {
  const looking = setInterval(() => board.refresh(clock.now()), lookEvery).unref();
  return { stop: () => clearInterval(looking) };
}

/** How many calls are usual now, asked of the record every five minutes; null until it has told. */
export function openUsual(
  views: Pick<Views, "usualCalls">,
  clock: Clock,
): { readonly usual: () => number | null; readonly stop: () => void } {
  let usual: number | null = null;
  let next: NodeJS.Timeout | null = null;
  let stopped = false;
  const ask = async (): Promise<void> => {
    const told = await views.usualCalls(clock.now()).catch(() => undefined);
    if (told !== undefined) usual = told;
    if (!stopped) next = setTimeout(() => void ask(), told === undefined ? retryAfter : askEvery).unref();
  };
  void ask();
  return {
    usual: () => usual,
    stop() {
      stopped = true;
      if (next !== null) clearTimeout(next);
    },
  };
}
