import type { SipLog } from "./open.ts";

/** New calls refused by protocol before anybody heard of them: counted and logged by trunk and status, nothing else of them. */
export type Refusals = {
  readonly note: (trunk: string, code: number) => void;
};

export function createRefusals(log: SipLog | null): Refusals {
  const counts = new Map<string, number>();
  return {
    note: (trunk, code) => {
      const count = (counts.get(trunk) ?? 0) + 1;
      counts.set(trunk, count);
      log?.warn({ trunk, code, count }, "a new call was refused by protocol");
    },
  };
}
