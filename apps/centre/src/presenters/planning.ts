import type { Plan, TriagePreview } from "@siaga/contracts/planning";
import type { PreviewJob } from "../planning/preview.ts";
import { replicationsOf } from "../planning/preview.ts";
import type { PlanJob, Run } from "../planning/runs.ts";
import type { Language } from "../policies/actor.ts";

const because: Readonly<Record<NonNullable<Run["because"]>, Readonly<Record<Language, string>>>> = {
  replaced: {
    id: "Simulasi lain dimulai sesudahnya. Jalankan lagi bila masih perlu.",
    en: "Another simulation was started after it. Run it again if needed.",
  },
  broken: {
    id: "Simulasi berhenti sebelum selesai. Coba dengan skenario atau petugas yang lebih sedikit.",
    en: "The simulation stopped before its end. Try fewer scenarios or operators.",
  },
  "too-long": {
    id: "Simulasi dihentikan setelah 15 menit. Coba dengan skenario atau petugas yang lebih sedikit.",
    en: "The simulation was given up after 15 minutes. Try fewer scenarios or operators.",
  },
};
const sentenceOf = ({ because: why }: Run, language: Language): string | null =>
  why === null ? null : because[why][language];

export const presentPreview = (run: Run<PreviewJob>, language: Language): TriagePreview => ({
  state: run.state,
  done: run.state === "done" ? replicationsOf(run.job) : run.done,
  of: replicationsOf(run.job),
  sentence: sentenceOf(run, language),
  results: run.results,
});

export const presentPlan = (run: Run<PlanJob>, language: Language): Plan => ({
  state: run.state,
  share: run.state === "done" ? 1 : run.done,
  sentence: sentenceOf(run, language),
  quick: finite(run.job.quick) as Plan["quick"],
  report: run.report === null ? null : (finite(run.report) as Plan["report"]),
});

/** A share of nobody is nothing that JSON could say: nought, and its interval says how little is known. */
function finite(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : 0;
  if (Array.isArray(value)) return value.map(finite);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, finite(inner)]));
}
