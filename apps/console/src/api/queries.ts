import type { Health, LineList, Me, Reference, TimelineEntry } from "@siaga/contracts/http";
import { QueryClient, useQuery } from "@tanstack/react-query";
import { callRoute } from "./call-route.ts";

export const queries = new QueryClient({
  defaultOptions: { queries: { retry: true, retryDelay: (n) => Math.min(500 * 2 ** n, 5_000), networkMode: "always" } },
});

/** Null: nobody is signed in. Undefined: the centre has not answered yet. */
export function useMe(): Me | null | undefined {
  return useQuery({ queryKey: ["me"], queryFn: fetchMe, staleTime: Infinity }).data;
}

async function fetchMe(): Promise<Me | null> {
  const called = await callRoute("whoAmI");
  if (called.ok) return called.value;
  if (called.status === null || called.status >= 500) throw new Error(called.refusal.code);
  return null;
}

/** Who is signed in in this window; null: nobody, or not known yet. */
export const whoIsIn = (): string | null => queries.getQueryData<Me | null>(["me"])?.operator ?? null;

export const setMe = (me: Me | null): void => void queries.setQueryData(["me"], me);

/** The city's areas, incident types, agencies, lines and desks: fetched once a shift. */
export function useReference(): Reference | null {
  const asked = useQuery({
    queryKey: ["reference"],
    staleTime: 3_600_000,
    queryFn: async () => {
      const called = await callRoute("reference");
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  return asked.data ?? null;
}

/** An incident's timeline, asked again whenever `version` (what the live view knows of it) changes. */
export function useTimeline(incident: string, version: string): readonly TimelineEntry[] | null {
  const asked = useQuery({
    queryKey: ["incident", incident, version],
    placeholderData: (earlier: TimelineEntry[] | undefined) => earlier,
    refetchInterval: 10_000,
    queryFn: async () => {
      const called = await callRoute("incidentDetail", { params: { incident } });
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value.timeline;
    },
  });
  return asked.data ?? null;
}

export function useHealth(): { readonly health: Health | null; readonly at: number } {
  const asked = useQuery({
    queryKey: ["health"],
    refetchInterval: 5_000,
    queryFn: async () => {
      const called = await callRoute("health");
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  return { health: asked.data ?? null, at: asked.dataUpdatedAt };
}

/** How well calls are heard: those that stand, and the worst of the shift. */
export function useLines(): LineList | null {
  const asked = useQuery({
    queryKey: ["lines"],
    refetchInterval: 5_000,
    queryFn: async () => {
      const called = await callRoute("listLines");
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  return asked.data ?? null;
}

export function useTestNumbers(): readonly { id: string; masked: string }[] | null {
  const asked = useQuery({
    queryKey: ["test-numbers"],
    queryFn: async () => {
      const called = await callRoute("listTestNumbers");
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value.numbers;
    },
  });
  return asked.data ?? null;
}
