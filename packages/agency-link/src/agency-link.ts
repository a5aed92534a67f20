import type { AgencyId, DispatchId, IncidentId } from "@siaga/core";

/** One incident sent to one agency. References only: each channel reads what it may show. */
export type AgencyMessage = { readonly dispatch: DispatchId; readonly incident: IncidentId; readonly agency: AgencyId };

/**
 * A way to reach an agency. Sending the same dispatch twice is harmless.
 * A channel says `delivered` once the message has reached the agency's side, never when it merely left ours.
 */
export interface AgencyLink {
  readonly channel: string;
  send(message: AgencyMessage): void;
  /** Forgets a dispatch that needs no delivery any more (answered by telephone, incident closed). */
  withdraw(dispatch: DispatchId): void;
}
