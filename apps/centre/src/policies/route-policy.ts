import type { RouteName } from "@siaga/contracts";
import type { Actor } from "./actor.ts";
import {
  mayChangePolicy,
  mayListCalls,
  mayMarkTestNumbers,
  mayPlan,
  mayReadLedger,
  mayReadPolicy,
  mayTakeCalls,
  mayUnmask,
  mayWorkOnIncidents,
} from "./may.ts";

/**
 * The door of every route. `anyone`: no session needed. `signed-in`: every account; where more is asked (whose
 * dispatch, whose recording) the command asks the sentence in may.ts once it knows the subject.
 */
export type Door = "anyone" | "signed-in" | ((actor: Actor) => boolean);

export const routePolicy: Readonly<Record<RouteName, Door>> = {
  signIn: "anyone",
  health: "anyone",
  whoAmI: "signed-in",
  signOut: "signed-in",
  reference: "signed-in",
  claimDesk: mayTakeCalls,
  leaveDesk: mayTakeCalls,
  ready: mayTakeCalls,
  pause: mayTakeCalls,
  finishWrapUp: mayTakeCalls,
  answerCall: mayTakeCalls,
  declineCall: mayTakeCalls,
  holdCall: mayTakeCalls,
  resumeCall: mayTakeCalls,
  releaseCall: mayTakeCalls,
  parkCall: mayTakeCalls,
  glance: mayTakeCalls,
  endGlance: mayTakeCalls,
  openBulletin: mayWorkOnIncidents,
  closeBulletin: mayWorkOnIncidents,
  addParty: mayTakeCalls,
  leaveCall: mayTakeCalls,
  confer: mayTakeCalls,
  returnToCall: mayTakeCalls,
  dropParty: mayTakeCalls,
  holdParty: mayTakeCalls,
  resumeParty: mayTakeCalls,
  classifyCall: mayTakeCalls,
  undoClassification: mayTakeCalls,
  listLines: mayListCalls,
  listCalls: mayListCalls,
  unmaskCall: mayUnmask,
  recording: mayUnmask,
  reportIncident: mayWorkOnIncidents,
  amendIncident: mayWorkOnIncidents,
  linkCall: mayWorkOnIncidents,
  closeIncident: mayWorkOnIncidents,
  sendToAgencies: mayWorkOnIncidents,
  incidentDetail: "signed-in",
  noteIncident: "signed-in",
  acknowledge: "signed-in",
  decline: "signed-in",
  enRoute: "signed-in",
  onScene: "signed-in",
  clear: "signed-in",
  dialCallback: mayTakeCalls,
  closeCallback: mayTakeCalls,
  hangUpCallback: mayTakeCalls,
  readTriagePolicy: mayReadPolicy,
  previewTriagePolicy: mayReadPolicy,
  triagePreview: mayReadPolicy,
  changeTriagePolicy: mayChangePolicy,
  startPlan: mayPlan,
  plan: mayPlan,
  ledger: mayReadLedger,
  listTestNumbers: mayMarkTestNumbers,
  addTestNumber: mayMarkTestNumbers,
  removeTestNumber: mayMarkTestNumbers,
};

/** Whether this person may pass the route's door at all. */
export function mayPass(route: RouteName, actor: Actor | null): boolean {
  const door = routePolicy[route];
  if (door === "anyone") return true;
  if (actor === null) return false;
  return door === "signed-in" || door(actor);
}
