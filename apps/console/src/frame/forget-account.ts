import { queries, setMe } from "../api/queries.ts";
import { closeLive } from "../live/live-store.ts";
import { forgetDesk } from "../softphone/desk-session.ts";

/** Forgets everything of this account in this tab. */
export function forgetAccount(): void {
  forgetDesk();
  closeLive();
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
  setMe(null);
}
