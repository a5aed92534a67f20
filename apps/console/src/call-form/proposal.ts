import type { Reference } from "@siaga/contracts/http";

export type IncidentType = Reference["incidentTypes"][number];
/** A suggested type and the caller's own words that speak for it. */
export type Proposal = { readonly incidentType: IncidentType; readonly because: readonly string[] };

/** The type with most of its words in the narrative; ties go to the more urgent. Null when no word speaks for any. */
export function proposeType(narrative: string, types: readonly IncidentType[]): Proposal | null {
  const said = ` ${narrative.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  let best: Proposal | null = null;
  for (const incidentType of types) {
    const because = incidentType.words.filter((word) => said.includes(` ${word.toLowerCase()} `));
    if (because.length === 0) continue;
    const better =
      best === null ||
      because.length > best.because.length ||
      (because.length === best.because.length && incidentType.priority < best.incidentType.priority);
    if (better) best = { incidentType, because };
  }
  return best;
}
