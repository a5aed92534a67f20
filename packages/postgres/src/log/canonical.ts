/**
 * JSON Canonicalization Scheme (RFC 8785): one text for one value, whoever writes it.
 * Numbers and strings are as ECMAScript serialises them (§3.2.2), members are sorted by UTF-16 code units (§3.2.3).
 * Members that are undefined are left out, as in JSON. Throws on what I-JSON (RFC 7493) cannot hold.
 */
export function canonical(value: unknown): string {
  if (typeof value === "string") return text(value);
  if (typeof value === "number") return number(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map((member) => canonical(member ?? null)).join(",")}]`;
  if (typeof value === "object") return members(value as Record<string, unknown>);
  throw new TypeError(`${typeof value} has no JSON form`);
}

function members(value: Record<string, unknown>): string {
  let written = "";
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member === undefined) continue;
    written += `${written === "" ? "" : ","}${text(name)}:${canonical(member)}`;
  }
  return `{${written}}`;
}

/** §3.2.2.2: lone surrogates are an error. */
function text(value: string): string {
  if (!value.isWellFormed()) throw new TypeError("a string holds a lone surrogate");
  return JSON.stringify(value);
}

/** §3.2.2.3: NaN and the infinities are an error. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`${value} has no JSON form`);
  return JSON.stringify(value);
}

/**
 * The nearest value PostgreSQL's jsonb can hold: it refuses NUL and lone surrogates, and what comes off a trunk
 * (a SIP reason phrase) must never stop the record.
 */
export function storable<T>(value: T): T {
  if (typeof value === "string") return value.toWellFormed().replaceAll("\0", "\uFFFD") as T;
  if (Array.isArray(value)) return value.map((member) => storable(member)) as T;
  if (typeof value === "number") return (Number.isFinite(value) ? value : null) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [storable(name), storable(member)])) as T;
}

/** Canonical text that PostgreSQL takes as jsonb; nearly always at the first attempt. */
export function canonicalStorable(value: unknown): string {
  try {
    const written = canonical(value);
    return written.includes("\\u0000") ? canonical(storable(value)) : written;
  } catch {
    return canonical(storable(value));
  }
}
