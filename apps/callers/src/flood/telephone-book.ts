import type { NumberName } from "@siaga/simulator";

const groups: Readonly<Record<string, string>> = { new: "+62812", good: "+62813", abuser: "+62852" };

/** `abuser-12` → an Indonesian mobile number that is always the same; null (withheld) stays so. */
export function numberOf(name: NumberName): string | null {
  if (name === null) return null;
  const [group = "", index = ""] = name.split("-");
  const prefix = groups[group];
  if (prefix === undefined || !/^\d+$/.test(index)) throw new RangeError(`nobody is called ${name}`);
  return `${prefix}${10_000_000 + Number(index)}`;
}
