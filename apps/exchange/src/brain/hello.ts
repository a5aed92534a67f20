import { exchangeLinkProtocol, type HeldCall, type Hello, type Report } from "@siaga/contracts/exchange-link";
import type { LateWord } from "./own-step.ts";
import type { StandingCopy } from "./standing.ts";

/** What the mechanics hold, for hello. */
export type Holding = { readonly held: readonly HeldCall[]; readonly connectedDesks: readonly string[] };

/** The word to a centre that proved itself. After a fail-open the reports have become late facts. */
export function helloOf(
  exchange: string,
  standing: StandingCopy,
  { held, connectedDesks }: Holding,
  told: { readonly late: LateWord | null; readonly unkept: readonly Report[] },
): Hello {
  const unkept = told.late ? [] : told.unkept;
  return {
    kind: "hello",
    protocol: exchangeLinkProtocol,
    exchange,
    epochSeen: standing.epochSeen(),
    seqSeen: standing.seqSeen(),
    held: [...held, ...endingNow(unkept)],
    connectedDesks,
    lateFacts: told.late?.facts ?? [],
    latePresented: told.late?.presented ?? {},
    unkept,
  };
}

/** A call whose end the centre has yet to hear counts as held until then: it must not be taken for lost before its report. */
function endingNow(unkept: readonly Report[]): readonly HeldCall[] {
  return unkept.flatMap(({ at, input }) => {
    const ends = input.type === "call.hung-up" || input.type === "call.failed" || input.type === "call.lost";
    const call = ends ? input.call : input.type === "callback.ended" ? input.outgoing : null;
    if (call === null) return [];
    return { call, arrivedAt: at, signalling: "ringing", joinedDesk: null, outgoing: !ends } as const;
  });
}
