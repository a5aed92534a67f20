import type { Text } from "../words/words.ts";
import { dateText } from "../parts/time.ts";
import type { ShownCall } from "./desk-view.ts";

/** One dated fact about earlier calls of this number. Facts, not verdicts; genuine reports first, also when none. */
export type Fact = { readonly kind: "genuine" | "plain"; readonly text: string; readonly when: string };

/** The order facts are read in after the genuine ones. */
const order = [
  "silent",
  "information",
  "disconnected",
  "misdial",
  "prank",
  "child",
  "harassment",
  "doubtful",
  "unclear",
] as const;

export function factsOf(
  facts: NonNullable<ShownCall["facts"]>,
  text: Text<"facts">,
  language: string,
): readonly Fact[] {
  const { genuine, callsToday, calls30Days, classified } = facts;
  const last = genuine.lastAt === null ? "" : dateText(genuine.lastAt, language);
  const counted = order
    .filter((name) => (classified[name] ?? 0) > 0)
    .map((name): Fact => ({
      kind: "plain",
      text: text(`class.${name}`, { count: classified[name] ?? 0 }),
      when: text("30-days"),
    }));
  return [
    {
      // A tick beside none would be read as one.
      kind: genuine.count === 0 ? "plain" : "genuine",
      text: text(genuine.count === 0 ? "genuine.none" : "genuine", { count: genuine.count }),
      when: last,
    },
    { kind: "plain", text: text("calls", { count: callsToday }), when: text("today") },
    { kind: "plain", text: text("calls", { count: calls30Days }), when: text("30-days") },
    ...counted,
  ];
}

/** The facts in one breath, for the bar and for the one announcement when it rings. */
export function factsLine(call: ShownCall, text: Text<"facts">, language: string): string {
  if (call.facts === null) return text("no-history");
  const [, today, ...month] = factsOf(call.facts, text, language);
  return `${text("today")}: ${today?.text} · ${text("30-days")}: ${month.map((fact) => fact.text).join(", ")}`;
}
