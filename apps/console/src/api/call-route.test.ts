import assert from "node:assert/strict";
import { test } from "node:test";
import { routes } from "@siaga/contracts/http";
import { fillPath } from "./call-route.ts";

test("a path's places are filled and kept from breaking the address", () => {
  assert.equal(fillPath(routes.answerCall.url, { call: "c/1 ?" }), "/api/calls/c%2F1%20%3F/answer");
  assert.equal(fillPath(routes.signIn.url, {}), "/api/session");
});
