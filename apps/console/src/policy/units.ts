import type { Field } from "./values.ts";

/** A unit people use: a value in the file is `factor` × what is shown. */
export type ShownUnit = {
  readonly name: "seconds" | "hours" | "days" | "per-minute" | "percent" | "weight" | "number";
  readonly factor: number;
};

const [second, hour, day] = [1_000, 3_600_000, 86_400_000];

/** The unit a field is shown and typed in. Long times by their lower bound: days are not typed in seconds. */
export function unitOf({ unit, low, high }: Pick<Field, "unit" | "low" | "high">): ShownUnit {
  if (unit === "ms" && (low ?? 0) >= hour) return { name: "days", factor: day };
  if (unit === "ms") return (high ?? 0) > day ? { name: "hours", factor: hour } : { name: "seconds", factor: second };
  if (unit === "per-second") return { name: "per-minute", factor: 1 / 60 };
  if (unit === "share") return { name: "percent", factor: 1 / 100 };
  return { name: unit === "log-odds" ? "weight" : "number", factor: 1 };
}

const decimals = 4;
const rounded = (value: number): number => Number(value.toFixed(decimals));

/** A value of the file as it is shown, `1.5`. */
export const shownOf = (value: number, unit: ShownUnit): string => String(rounded(value / unit.factor));

/** `empty`, `no-number` or `out-of-range`: what is wrong with what was typed. */
export type Typed =
  | { readonly ok: true; readonly value: number }
  | { readonly ok: false; readonly why: "number" | "range" };

/** What was typed as a value of the file. A comma is a decimal point, as Indonesians write it. */
export function readTyped(typed: string, field: Pick<Field, "unit" | "low" | "high">): Typed {
  const shown = typed.trim() === "" ? Number.NaN : Number(typed.trim().replace(",", "."));
  if (!Number.isFinite(shown)) return { ok: false, why: "number" };
  const { factor } = unitOf(field);
  const value = field.unit === "ms" ? Math.round(shown * factor) : rounded(shown * factor * 1e4) / 1e4;
  const { low, high } = field;
  const outside = (low !== null && value < low) || (high !== null && value > high);
  return outside ? { ok: false, why: "range" } : { ok: true, value };
}
