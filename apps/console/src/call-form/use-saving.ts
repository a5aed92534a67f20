import { useEffect, useRef, useState } from "react";
import { saveSurely, sendAgain, watchSent } from "../api/pending-saves.ts";
import { setDigitMode, useKeyAction } from "../keys/use-keys.ts";
import { useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import { type Draft, reportOf } from "./draft.ts";
import { amendmentOf, reportAgain, reportKey, useKeptReport } from "./kept-report.ts";

/** `kept`: the centre is away and the incident waits in this browser. An object: refused, with what to do. */
export type Saving = "open" | "saving" | "saved" | "kept" | { readonly sentence: string };

/** Ctrl+Enter: *Buat kejadian dan kirim*. Saving twice opens one incident. */
export function useSaving(
  draft: Draft,
  chosen: Chosen,
  onTaken: (how: "saved" | "kept") => void,
): { readonly state: Saving; readonly save: () => void } {
  const text = useText("form");
  const [state, setState] = useState<Exclude<Saving, "kept">>("open");
  const kept = useKeptReport(draft, chosen);
  const latest = useRef({ draft, chosen, onTaken });
  latest.current = { draft, chosen, onTaken };
  const key = reportKey(draft);
  useEffect(
    () =>
      watchSent((save) => {
        if (save.key !== key) return;
        setState("saved");
        latest.current.onTaken("saved");
      }),
    [key],
  );

  const handleSave = async (): Promise<void> => {
    if (state === "saving" || state === "saved") return;
    if (kept !== undefined) return sendAgain(key);
    const type = chosen.incidentType ?? chosen.proposal?.incidentType ?? null;
    if (type === null) return setState({ sentence: text("save.needs-type") });
    setState("saving");
    const { priority, agencies } = chosen;
    const report = reportOf(draft, { incidentType: type.id, priority, agencies });
    const saved = await saveSurely(key, "reportIncident", {}, report);
    setState(saved === "kept" ? "open" : saved);
    if (typeof saved === "object") return;
    setDigitMode("none");
    if (saved === "saved") sendChanged(report, latest.current);
    latest.current.onTaken(saved);
  };

  useKeyAction("save", () => void handleSave());
  const shown = kept === undefined ? state : kept.refused === null ? "kept" : { sentence: kept.refused };
  return { state: shown, save: () => void handleSave() };
}

/** What was written while the report was on its way. */
function sendChanged(sent: ReturnType<typeof reportOf>, { draft, chosen }: { draft: Draft; chosen: Chosen }): void {
  const report = reportAgain(sent, draft, chosen);
  if (JSON.stringify(report) === JSON.stringify(sent)) return;
  const { params, body } = amendmentOf(report);
  void saveSurely(`amendment ${report.incident}`, "amendIncident", params, body as never);
}
