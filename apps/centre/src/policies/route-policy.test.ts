import assert from "node:assert/strict";
import { test } from "node:test";
import { type Role, type RouteName, role, routes } from "@siaga/contracts";
import type { Actor } from "./actor.ts";
import { mayHearRecording, mayMoveDispatch, mayReadIncident } from "./may.ts";
import { mayPass } from "./route-policy.ts";

const actor = (as: Role, agency: string | null = null): Actor => ({
  operator: `staff-${as}`,
  name: as,
  role: as,
  agency,
  language: "id",
});

/** c call taker · d dispatcher · s supervisor · g agency · a admin · `-` nobody signed in */
const doors: Readonly<Record<RouteName, string>> = {
  signIn: "cdsga-",
  whoAmI: "cdsga",
  signOut: "cdsga",
  claimDesk: "cdsa",
  leaveDesk: "cdsa",
  ready: "cdsa",
  pause: "cdsa",
  finishWrapUp: "cdsa",
  answerCall: "cdsa",
  declineCall: "cdsa",
  holdCall: "cdsa",
  resumeCall: "cdsa",
  releaseCall: "cdsa",
  parkCall: "cdsa",
  glance: "cdsa",
  endGlance: "cdsa",
  openBulletin: "cdsa",
  closeBulletin: "cdsa",
  classifyCall: "cdsa",
  undoClassification: "cdsa",
  listLines: "cdsa",
  listCalls: "cdsa",
  unmaskCall: "cds",
  recording: "cds",
  reportIncident: "cdsa",
  incidentDetail: "cdsga",
  amendIncident: "cdsa",
  noteIncident: "cdsga",
  linkCall: "cdsa",
  closeIncident: "cdsa",
  sendToAgencies: "cdsa",
  addParty: "cdsa",
  leaveCall: "cdsa",
  confer: "cdsa",
  returnToCall: "cdsa",
  dropParty: "cdsa",
  holdParty: "cdsa",
  resumeParty: "cdsa",
  acknowledge: "cdsga",
  decline: "cdsga",
  enRoute: "cdsga",
  onScene: "cdsga",
  clear: "cdsga",
  dialCallback: "cdsa",
  closeCallback: "cdsa",
  hangUpCallback: "cdsa",
  reference: "cdsga",
  readTriagePolicy: "sa",
  previewTriagePolicy: "sa",
  triagePreview: "sa",
  changeTriagePolicy: "s",
  startPlan: "sa",
  plan: "sa",
  ledger: "sa",
  health: "cdsga-",
  listTestNumbers: "sa",
  addTestNumber: "sa",
  removeTestNumber: "sa",
};
const letters: Readonly<Record<Role, string>> = {
  "call-taker": "c",
  dispatcher: "d",
  supervisor: "s",
  agency: "g",
  admin: "a",
};

for (const name of Object.keys(routes) as RouteName[]) {
  test(`the door of ${name} opens for the right roles only`, () => {
    const opened = role.options
      .filter((as) => mayPass(name, actor(as, as === "agency" ? "damkar" : null)))
      .map((as) => letters[as]);
    assert.equal(opened.join("") + (mayPass(name, null) ? "-" : ""), doors[name]);
  });
}

test("an agency moves its own dispatches and nobody else's, the room moves any", () => {
  assert.equal(mayMoveDispatch(actor("agency", "damkar"), "damkar"), true);
  assert.equal(mayMoveDispatch(actor("agency", "damkar"), "polresta"), false);
  assert.equal(mayMoveDispatch(actor("dispatcher"), "polresta"), true);
});

test("an agency reads only the incidents it was sent", () => {
  assert.equal(mayReadIncident(actor("agency", "damkar"), ["polresta", "damkar"]), true);
  assert.equal(mayReadIncident(actor("agency", "damkar"), ["polresta"]), false);
  assert.equal(mayReadIncident(actor("call-taker"), []), true);
});

test("a recording is for the supervisor and for the operator who took the call", () => {
  assert.equal(mayHearRecording(actor("supervisor"), "staff-someone"), true);
  assert.equal(mayHearRecording(actor("call-taker"), "staff-call-taker"), true);
  assert.equal(mayHearRecording(actor("call-taker"), "staff-dispatcher"), false);
  assert.equal(mayHearRecording(actor("call-taker"), null), false);
  assert.equal(mayHearRecording(actor("admin"), "staff-admin"), false);
  assert.equal(mayHearRecording(actor("agency", "damkar"), "staff-agency"), false);
});
