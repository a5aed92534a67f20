import { randomUUID } from "node:crypto";
import type { Input, InputOf } from "@siaga/core";
import type { ExchangePeer } from "./exchange-peer.ts";

/** What the exchange says of a new call: the centre fills in the rest. */
export const arrival = (call: string = randomUUID(), line = "112"): InputOf<"call.arrived"> => ({
  type: "call.arrived",
  call,
  line,
  trunk: "carrier",
  caller: { kind: "withheld" },
  history: null,
  test: false,
});

/** An operator signs in at a desk whose audio stands, and is ready. */
export const manned = (desk: string, operator: string): readonly Input[] => [
  { type: "desk.connected", desk },
  { type: "operator.signed-in", desk, operator, role: "call-taker" },
  { type: "operator.readied", desk },
];

export function man(exchange: ExchangePeer, desk: string, operator: string): void {
  for (const input of manned(desk, operator)) exchange.report(input);
}
