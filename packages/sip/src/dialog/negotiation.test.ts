import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { comeAgainIn, glareWait, mostAttempts, tryAgainIn } from "./glare.ts";
import { Negotiation, type NegotiationInput } from "./negotiation.ts";

/** One message between two sides that each run the table. */
type Message = {
  readonly kind: "INVITE" | "UPDATE" | "200 INVITE" | "200 UPDATE" | "ACK" | "491" | "500";
  /** The request a refusal belongs to. */ readonly of?: "INVITE" | "UPDATE";
};

/** A side: its table, and what it took from the other and has not answered. */
class Side {
  readonly negotiation = new Negotiation();
  readonly sends: Message[] = [];
  taken: "INVITE" | "UPDATE" | null = null;
  offered = 0;
  decided = 0;

  wish(method: "INVITE" | "UPDATE"): void {
    const { negotiation } = this;
    if (method === "INVITE" ? !negotiation.mayInvite : negotiation.onOffer !== "take") return;
    this.offered += 1;
    negotiation.receive(
      ...(method === "INVITE" ? (["invite.sent", "offer.sent"] as const) : (["offer.sent"] as const)),
    );
    this.sends.push({ kind: method });
  }

  hear(message: Message): void {
    const { kind } = message;
    if (kind === "INVITE" || kind === "UPDATE") return this.#asked(kind);
    if (kind === "ACK") return this.negotiation.receive("invite.acknowledged");
    const method = kind === "200 INVITE" ? "INVITE" : kind === "200 UPDATE" ? "UPDATE" : message.of;
    this.decided += 1;
    this.negotiation.receive(...ends(method));
    if (kind === "200 INVITE") this.sends.push({ kind: "ACK" });
  }

  answer(): void {
    const { taken } = this;
    if (taken === null) return;
    this.taken = null;
    this.negotiation.receive(...(taken === "INVITE" ? (["invite.accepted", "offer.over"] as const) : ends("UPDATE")));
    this.sends.push({ kind: `200 ${taken}` });
  }

  #asked(method: "INVITE" | "UPDATE"): void {
    const verdict = method === "INVITE" ? this.negotiation.onInvite : this.negotiation.onOffer;
    if (verdict !== "take") return void this.sends.push({ kind: `${verdict}`, of: method });
    assert.equal(this.taken, null, "one offer at a time is taken");
    assert.notEqual(this.negotiation.offer, "ours", "nothing is taken while ours is open");
    this.taken = method;
    this.negotiation.receive(
      ...(method === "INVITE" ? (["invite.received", "offer.received"] as const) : (["offer.received"] as const)),
    );
  }
}

const ends = (method: "INVITE" | "UPDATE" | undefined): readonly NegotiationInput[] =>
  method === "INVITE" ? ["invite.over", "offer.over"] : ["offer.over"];

test("however offers cross, no side takes one while its own is open, and each offer is decided once", () => {
  const step = fc.record({
    who: fc.constantFrom(0, 1),
    does: fc.constantFrom("INVITE", "UPDATE", "deliver", "deliver", "answer"),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const sides = [new Side(), new Side()] as const;
      const deliver = (who: number): void => {
        const message = sides[who as 0 | 1].sends.shift();
        if (message !== undefined) sides[(1 - who) as 0 | 1].hear(message);
      };
      for (const { who, does } of steps) {
        const side = sides[who as 0 | 1];
        if (does === "deliver") deliver(who);
        else if (does === "answer") side.answer();
        else side.wish(does as "INVITE" | "UPDATE");
        assert.ok(sides[0].taken === null || sides[1].taken === null, "never one offer each");
      }
      while (sides.some((side) => side.sends.length > 0 || side.taken !== null))
        for (const who of [0, 1]) {
          deliver(who);
          sides[who as 0 | 1].answer();
        }
      for (const { negotiation, offered, decided } of sides) {
        assert.equal(decided, offered);
        assert.ok(negotiation.mayInvite, `${negotiation.invite} ${negotiation.offer}`);
      }
    }),
    { numRuns: 2000 },
  );
});

test("after glare the two sides never wait alike: the one that drew the Call-ID waits longer", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
      const [owner, other] = [glareWait(true, chance), glareWait(false, chance)];
      assert.ok(owner >= 2100 && owner <= 4000 && owner % 10 === 0);
      assert.ok(other >= 0 && other <= 2000 && other % 10 === 0);
      assert.ok(comeAgainIn(chance) >= 0 && comeAgainIn(chance) <= 10);
    }),
  );
});

test("only glare and too soon are tried again, and not for ever", () => {
  assert.equal(tryAgainIn({ status: 491, retryAfter: undefined }, 1, false, 0.5), 1000);
  assert.equal(tryAgainIn({ status: 500, retryAfter: "3 (busy)" }, 1, true, 0), 3000);
  assert.equal(tryAgainIn({ status: 500, retryAfter: "3600" }, 1, true, 0), null);
  assert.equal(tryAgainIn({ status: 500, retryAfter: undefined }, 1, true, 0), null);
  assert.equal(tryAgainIn({ status: 488, retryAfter: "1" }, 1, true, 0), null);
  assert.equal(tryAgainIn({ status: 491, retryAfter: undefined }, mostAttempts, true, 0), null);
});
