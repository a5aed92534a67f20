import type { Plan } from "@siaga/contracts/planning";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type BodyOf, callRoute } from "../api/call-route.ts";

export type PlanQuestion = BodyOf<"startPlan">;
export type Planning = {
  readonly plan: Plan | null;
  readonly asked: PlanQuestion | null;
  readonly sentence: string | null;
  start(question: PlanQuestion): Promise<void>;
};

/** Starts a plan and asks every second how far it is; a new one takes the place of the one before. */
export function usePlan(): Planning {
  const [run, setRun] = useState<{ readonly id: string; readonly question: PlanQuestion } | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const { data = null } = useQuery({
    queryKey: ["plan", run?.id],
    enabled: run !== null,
    refetchInterval: ({ state }) => (state.data?.state === "running" || state.data === undefined ? 1_000 : false),
    queryFn: async () => {
      const called = await callRoute("plan", { params: { id: run?.id ?? "" } });
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  const start = async (question: PlanQuestion): Promise<void> => {
    setRefused(null);
    const called = await callRoute("startPlan", { body: question });
    if (called.ok) setRun({ id: called.value.plan, question });
    else setRefused(called.refusal.sentence);
  };
  return { plan: data, asked: run?.question ?? null, sentence: refused ?? data?.sentence ?? null, start };
}
