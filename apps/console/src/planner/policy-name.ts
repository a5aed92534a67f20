import { useText } from "../words/words.ts";

const named = ["triage", "no-people", "fifo", "block3"] as const;

/** Ways of answering in words. */
export function usePlanPolicyName(): (policy: string) => string {
  const text = useText("planner");
  return (policy) => {
    const known = named.find((name) => name === policy);
    return known === undefined ? policy : text(`policy.${known}`);
  };
}
