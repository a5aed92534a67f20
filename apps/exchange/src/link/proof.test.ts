import assert from "node:assert/strict";
import { test } from "node:test";
import { drawNonce, isProof, proofOf } from "./proof.ts";

test("only the nonce signed with this instance's key proves a centre; anything else a stranger sends does not", () => {
  const key = Buffer.alloc(32, 7);
  const nonce = drawNonce();

  assert.equal(isProof(proofOf(nonce, key), nonce, key), true);
  for (const shown of [proofOf(nonce, Buffer.alloc(32)), proofOf(drawNonce(), key), "", undefined, null, 5, {}, []])
    assert.equal(isProof(shown, nonce, key), false);
});
