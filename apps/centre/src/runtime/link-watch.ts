import type { Input } from "@siaga/core";
import type { ExchangeStatus } from "../ports.ts";

const lookEvery = 500;
/** A restart of either side is over sooner; screens are told of longer separations (ms). */
const patience = 1_500;

/** Tells the core when the exchange is lost and found again, and when a trunk stops answering. */
export function openLinkWatch(exchange: ExchangeStatus, input: (input: Input) => void): { readonly stop: () => void } {
  let lostSince: number | null = performance.now();
  let lost = false;
  const downTrunks = new Set<string>();

  const lookAtLink = (): void => {
    const now = performance.now();
    lostSince = exchange.link() === "up" ? null : (lostSince ?? now);
    const isLost = lostSince !== null && now - lostSince > patience;
    if (isLost === lost) return;
    lost = isLost;
    input({ type: lost ? "alarm.noticed" : "alarm.ceased", alarm: "link-lost", subject: "exchange" });
  };
  const lookAtTrunks = (): void => {
    for (const { trunk, state } of exchange.health()?.trunks ?? []) {
      if ((state === "down") === downTrunks.has(trunk)) continue;
      if (state === "down") downTrunks.add(trunk);
      else downTrunks.delete(trunk);
      input({ type: state === "down" ? "alarm.noticed" : "alarm.ceased", alarm: "trunk-down", subject: trunk });
    }
  };
  const looking = setInterval(() => {
    lookAtLink();
    lookAtTrunks();
  }, lookEvery);
  return { stop: () => clearInterval(looking) };
}
