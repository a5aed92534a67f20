/** What `urn:service:sos` is dialled as here: whom it asks for stands in no other number. */
export const EMERGENCY_NUMBER = "112";

/** RFC 5031 §4.2: `urn:service:sos` and what is below it (`.police`, `.fire` …), in any case (§3). */
export function isEmergencyService(uri: string): boolean {
  return /^urn:service:sos(?:[.?#]|$)/i.test(uri);
}
