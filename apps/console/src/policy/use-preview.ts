import type { TriagePreview } from "@siaga/contracts/planning";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import type { Setting } from "./values.ts";

/** A trial of one setting on simulated callers. */
export type Trial = { readonly id: string; readonly of: Setting };
export type Preview = {
  readonly trial: Trial | null;
  readonly told: TriagePreview | null;
  readonly sentence: string | null;
  start(setting: Setting, scenarios: string[], operators: number): Promise<void>;
};

/** Starts a trial and asks every second how far it is; a new one takes the place of the one before. */
export function usePreview(): Preview {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  const asked = useQuery({
    queryKey: ["preview", trial?.id],
    enabled: trial !== null,
    refetchInterval: ({ state }) => (state.data?.state === "running" || state.data === undefined ? 1_000 : false),
    queryFn: async () => {
      const called = await callRoute("triagePreview", { params: { id: trial?.id ?? "" } });
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  const start = async (setting: Setting, scenarios: string[], operators: number): Promise<void> => {
    setSentence(null);
    const called = await callRoute("previewTriagePolicy", { body: { ...setting, scenarios, operators } });
    if (called.ok) setTrial({ id: called.value.preview, of: setting });
    else setSentence(called.refusal.sentence);
  };
  return { trial, told: asked.data ?? null, sentence: sentence ?? asked.data?.sentence ?? null, start };
}
