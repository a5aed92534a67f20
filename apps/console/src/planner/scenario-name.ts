import { type Text, useText } from "../words/words.ts";

/** Published scenarios in words; a city's own file is called by the name it gives itself. */
const named = [
  "evening",
  "flood5u",
  "flood20u",
  "flood100u",
  "flood20few",
  "flood100few",
  "flood20anon",
  "flood20smart",
  "disaster",
  "serang22",
  "serang24",
  "batu24",
  "semarang25",
] as const;
export const publishedScenarios: readonly string[] = named;

export function useScenarioName(): (scenario: string) => string {
  const text: Text<"scenarios"> = useText("scenarios");
  return (scenario) => {
    const known = named.find((name) => name === scenario);
    return known === undefined ? scenario : text(known);
  };
}
