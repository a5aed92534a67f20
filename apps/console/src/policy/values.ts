import type { TriagePolicy } from "@siaga/contracts/planning";

export type Parameters = TriagePolicy["parameters"];
export type Field = TriagePolicy["fields"][number];
export type Setting = Pick<TriagePolicy, "order" | "parameters">;

/** The value at a dotted path; null when it or a part above it is switched off. */
export function valueAt(parameters: Parameters, key: string): unknown {
  return key.split(".").reduce<unknown>((inside, name) => (isPart(inside) ? inside[name] : null), parameters) ?? null;
}

/** The same parameters with another value at a dotted path. */
export function withValue(parameters: Parameters, key: string, value: unknown): Parameters {
  const [name = "", ...rest] = key.split(".");
  const inside = parameters[name];
  if (rest.length === 0) return { ...parameters, [name]: value };
  return { ...parameters, [name]: withValue(isPart(inside) ? inside : {}, rest.join("."), value) };
}

const isPart = (value: unknown): value is Parameters => typeof value === "object" && value !== null;

/** A field below a part that is switched off says nothing and is not shown. */
export function isShown(parameters: Parameters, { key }: Pick<Field, "key">): boolean {
  const above = key.split(".").slice(0, -1).join(".");
  return above === "" || valueAt(parameters, above) !== null;
}

/** What a field becomes when it is switched on: the product's own value, or what its row says. */
export const valueOn = (field: Field, defaults: Parameters): unknown => field.whenOn ?? valueAt(defaults, field.key);

/** Whether two settings say the same, whatever the order of their keys. */
export const saysTheSame = (one: Setting, other: Setting): boolean =>
  one.order === other.order && inOrder(one.parameters) === inOrder(other.parameters);

const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_key, inside: unknown) =>
    isPart(inside) && !Array.isArray(inside)
      ? Object.fromEntries(Object.entries(inside).toSorted(([one], [other]) => one.localeCompare(other)))
      : inside,
  );
