import { randomInt, randomUUID } from "node:crypto";
import type { OutboundCall, SipEdge } from "@siaga/sip";
import { type Caller, speechOf } from "./population.ts";
import { openVoice, type Voice } from "./voice.ts";

/** How a synthetic call went, for whoever counts. */
export type Played = {
  readonly caller: string;
  readonly answered: boolean;
  readonly heardPackets: number;
  readonly code: number | null;
};

/** Dials as this caller would, speaks, waits as long as this caller waits, and hangs up. */
export async function placeCall(edge: SipEdge, caller: Caller, address: string): Promise<Played> {
  const voice = await openVoice(address, speechOf(caller), randomInt(2 ** 32 - 1));
  const call = edge.dial("exchange", caller.line, {
    id: randomUUID(),
    offer: voice.offer,
    callerNumber: caller.number ?? "anonymous",
  });
  try {
    const played = await play(call, caller, voice);
    return { caller: caller.id, heardPackets: voice.heardPackets(), ...played };
  } finally {
    voice.close();
  }
}

function play(call: OutboundCall, caller: Caller, voice: Voice): Promise<{ answered: boolean; code: number | null }> {
  return new Promise((resolve) => {
    let answered = false;
    let patience = setTimeout(giveUp, caller.patienceMs);
    function giveUp(): void {
      void call.cancelOrHangUp().then(() => resolve({ answered, code: null }));
    }
    const end = (code: number | null): void => {
      clearTimeout(patience);
      resolve({ answered, code });
    };
    call.on((event) => {
      if (event.type === "answered" || event.type === "progress") voice.sendTo(event.sdp);
      if (event.type === "answered") {
        answered = true;
        clearTimeout(patience);
        patience = setTimeout(giveUp, caller.staysMs);
      }
      // RFC 3264 §8: the same answer as before; a held caller's voice goes on unheard.
      if (event.type === "reoffer") event.respond(voice.offer);
      if (event.type === "bye") end(null);
      if (event.type === "failed") end(event.code);
    });
  });
}
