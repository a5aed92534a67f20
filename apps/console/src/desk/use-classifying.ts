import { useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { saveSurely } from "../api/pending-saves.ts";
import { say } from "../frame/notice.ts";
import { type Classification, nuisanceClasses } from "../keys/key-map.ts";
import { digitMode, setDigitMode, useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import type { DeskView } from "./desk-view.ts";

/** Given here and not yet seen in the live view. */
type Given = { readonly call: string; readonly classification: Classification | null };

/** The call a classification would belong to, and what it is now. */
export function useClassifying(view: DeskView): { readonly chosen: Classification | null; readonly active: boolean } {
  const [given, setGiven] = useState<Given | null>(null);
  const board = useBoard();
  const call = view.state === "on-call" || view.state === "wrap-up" ? view.call.id : null;

  const handleClassify = (classification: Classification): void => {
    setDigitMode("none");
    if (call === null) return;
    setGiven({ call, classification });
    void saveSurely(`classification ${call}`, "classifyCall", { call }, { classification }).then((saved) => {
      if (typeof saved === "object") say(saved.sentence);
    });
  };
  const handleUndo = async (): Promise<void> => {
    const last =
      call !== null && (given?.call === call || board?.calls[call]?.classification != null)
        ? call
        : (given?.call ?? null);
    if (last === null) return;
    const called = await callRoute("undoClassification", { params: { call: last } });
    if (called.ok) setGiven({ call: last, classification: null });
    else say(called.refusal.sentence);
  };

  useKeyAction("classify", ({ classification }) => handleClassify(classification));
  useKeyAction("nuisance", () => call !== null && setDigitMode(digitMode() === "nuisance" ? "none" : "nuisance"));
  useKeyAction("digit", ({ digit }) => {
    const classification = nuisanceClasses[digit - 1];
    if (digitMode() === "nuisance" && classification !== undefined) handleClassify(classification);
  });
  useKeyAction("undo", () => void handleUndo());

  const told = call === null ? null : (board?.calls[call]?.classification ?? null);
  return { chosen: call !== null && given?.call === call ? given.classification : told, active: call !== null };
}
