import { isToken, splitList } from "./text.ts";

/** RFC 3261 §7.3.3 and the compact forms registered since (RFC 3515, 3892, 4028, 6665). */
const compactForms: Readonly<Record<string, string>> = {
  a: "accept-contact", b: "referred-by", c: "content-type", e: "content-encoding", f: "from", i: "call-id",
  j: "reject-contact", k: "supported", l: "content-length", m: "contact", o: "event", r: "refer-to",
  s: "subject", t: "to", u: "allow-events", v: "via", x: "session-expires",
}; // prettier-ignore

/** Names seen on the wire → canonical name. Bounded, because a scanner may send any. */
const canonicalNames = new Map<string, string>();

/** Lower-case full name of a header, `v` and `VIA` are both `via`; null when it is no token (RFC 3261 §7.3.1). */
export function canonicalName(name: string): string | null {
  const known = canonicalNames.get(name);
  if (known !== undefined) return known;
  if (!isToken(name)) return null;
  const lower = name.toLowerCase();
  const canonical = compactForms[lower] ?? lower;
  if (canonicalNames.size < 512) canonicalNames.set(name, canonical);
  return canonical;
}

/** The header fields of one message in the order they came. Values are trimmed and unfolded, not yet understood. */
export class Headers {
  readonly names: string[] = [];
  readonly values: string[] = [];

  add(name: string, value: string): void {
    this.names.push(name);
    this.values.push(value);
  }

  /** The first field of this canonical name. */
  first(name: string): string | undefined {
    const at = this.names.indexOf(name);
    return at === -1 ? undefined : this.values[at];
  }

  /** How often the field is present: To, From, CSeq, Call-ID and Max-Forwards may be there once only (RFC 3261 §7.3.1). */
  count(name: string): number {
    let count = 0;
    for (const present of this.names) if (present === name) count += 1;
    return count;
  }

  /** Every field of this name, as it stood. */
  fields(name: string): string[] {
    const found: string[] = [];
    for (let at = 0; at < this.names.length; at += 1)
      if (this.names[at] === name) found.push(this.values[at] as string);
    return found;
  }

  /** Every value of this name over all its fields, split at commas (RFC 3261 §7.3.1). */
  list(name: string): string[] {
    return this.fields(name).flatMap(splitList);
  }
}
