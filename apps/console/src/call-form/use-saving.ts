import { useState } from "react";
import { saveSurely } from "../api/pending-saves.ts";
import { setDigitMode, useKeyAction } from "../keys/use-keys.ts";
import { useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import { type Draft, reportOf } from "./draft.ts";

/** `kept`: the centre is away and the incident waits in this browser. An object: refused, with what to do. */
export type Saving = "open" | "saving" | "saved" | "kept" | { readonly sentence: string };

/** Ctrl+Enter: *Buat kejadian dan kirim*. Saving twice opens one incident. */
export function useSaving(
  draft: Draft,
  chosen: Chosen,
  onTaken: () => void,
): { readonly state: Saving; readonly save: () => void } {
  const text = useText("form");
  const [state, setState] = useState<Saving>("open");

  const handleSave = async (): Promise<void> => {
    const type = chosen.incidentType ?? chosen.proposal?.incidentType ?? null;
    if (state === "saving" || state === "saved") return;
    if (type === null) return setState({ sentence: text("save.needs-type") });
    setState("saving");
    const { priority, agencies } = chosen;
    const report = reportOf(draft, { incidentType: type.id, priority, agencies });
    const saved = await saveSurely(`incident ${draft.incident}`, "reportIncident", {}, report);
    setState(saved);
    if (typeof saved === "object") return;
    setDigitMode("none");
    onTaken();
  };

  useKeyAction("save", () => void handleSave());
  return { state, save: () => void handleSave() };
}
