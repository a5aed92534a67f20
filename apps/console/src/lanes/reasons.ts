import type { CallRow, PlaceRow } from "@siaga/contracts/live";
import { dateText } from "../parts/time.ts";
import type { Text } from "../words/words.ts";

export type ReasonWords = { readonly lanes: Text<"lanes">; readonly facts: Text<"facts">; readonly language: string };

/** Labels counted for the fact "what this number's calls were"; children and silence are named, never summed up as pranks. */
const named = ["silent", "prank", "child", "harassment", "doubtful"] as const;

/** Why a caller waits where they wait, as facts: what is on record, then what they answered. Empty while the order is first come, first served. */
export function reasonsOf(call: CallRow, words: ReasonWords): readonly string[] {
  const { place } = call;
  if (place === null) return [];
  return [...place.reasons.map((reason) => reasonText(reason, call, words)), ...answersOf(place, words.lanes)];
}

/** What the caller answered to the question and to the announcement, and what came of it. */
export function answersOf(place: PlaceRow, text: Text<"lanes">): readonly string[] {
  return [
    ...(place.bulletin === null ? [] : [text(`bulletin.${place.bulletin}`)]),
    ...(place.challenge === "none" ? [] : [text(`challenge.${place.challenge}`)]),
    ...(place.belief === null ? [] : [text(`belief.${place.belief}`)]),
    ...(place.glanced ? [text("glanced")] : []),
  ];
}

function reasonText(
  reason: PlaceRow["reasons"][number],
  { history }: CallRow,
  { lanes, facts, language }: ReasonWords,
): string {
  if (reason === "nuisance-before") {
    const counted = named.flatMap((name) => {
      const count = history?.classified[name] ?? 0;
      return count > 0 ? [facts(`class.${name}`, { count })] : [];
    });
    if (counted.length > 0) return lanes("reason.nuisance-before.counted", { counted: counted.join(", ") });
  }
  const genuine = history?.genuine;
  if (reason === "genuine-before" && genuine !== undefined && genuine.lastAt !== null && genuine.count > 0)
    return lanes("reason.genuine-before.dated", { count: genuine.count, date: dateText(genuine.lastAt, language) });
  return lanes(`reason.${reason}`);
}
