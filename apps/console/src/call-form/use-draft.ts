import { useEffect, useRef, useState } from "react";
import { type Draft, dropDraft, emptyDraft, keepDraft, readDraft } from "./draft.ts";

/** A version-4 UUID; also on an insecure page, where `crypto.randomUUID` is absent. */
export function drawId(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

type OpenDraft = {
  readonly draft: Draft;
  readonly change: (change: Partial<Draft>) => void;
  /** The centre has it: keep no copy. */
  readonly drop: () => void;
};

/** The draft of one call: restored after a reload, kept each second and when the page goes. */
export function useDraft(call: string | null): OpenDraft {
  const [draft, setDraft] = useState<Draft>(() => readDraft(call, localStorage) ?? emptyDraft(call, drawId()));
  const latest = useRef(draft);
  const kept = useRef(draft);
  const dropped = useRef(false);
  latest.current = draft;
  useEffect(() => {
    const keep = (): void => {
      if (dropped.current || latest.current === kept.current) return;
      kept.current = latest.current;
      const saved = keepDraft(latest.current, localStorage, Date.now());
      setDraft((now) => {
        if (now !== kept.current) return now;
        kept.current = saved;
        return saved;
      });
    };
    const timer = setInterval(keep, 1_000);
    window.addEventListener("pagehide", keep);
    return () => {
      clearInterval(timer);
      window.removeEventListener("pagehide", keep);
      keep();
    };
  }, []);
  return {
    draft,
    change: (change) => setDraft((now) => ({ ...now, ...change })),
    drop: () => {
      dropped.current = true;
      dropDraft(call, localStorage);
    },
  };
}
