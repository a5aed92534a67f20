/** Methods with an RFC: 3261, 2976 (6086), 3262, 3311, 3428, 3515, 3903, 6665. */
const known = new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "OPTIONS",
  "REGISTER",
  "INFO",
  "PRACK",
  "UPDATE",
  "MESSAGE",
  "REFER",
  "PUBLISH",
  "SUBSCRIBE",
  "NOTIFY",
]);

/** RFC 3261 §8.2.1, §21.5.2: a method we know and do not do is 405, one we never heard of 501. Case matters (§7.1). */
export function isKnownMethod(method: string): boolean {
  return known.has(method);
}
