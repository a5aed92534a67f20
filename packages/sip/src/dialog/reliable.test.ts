import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  firstRSeq,
  isNext,
  parseRAck,
  parseRSeq,
  type SendingInput,
  type SendingState,
  sendingTable,
} from "./reliable.ts";

type Row = readonly [SendingState, string];
const rowOf = (state: SendingState, input: SendingInput): Row | undefined =>
  (sendingTable[state] as Partial<Record<SendingInput, Row>>)[input];

test("over a line that loses, repeats and reorders, every 1xx is heard once and in order", () => {
  const step = fc.constantFrom("say", "timer", "lose", "deliver", "deliverLast", "repeat", "ack", "loseAck");
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.integer({ min: 1, max: 2 ** 31 }), (steps, first) => {
      let state: SendingState = "idle";
      let number = first - 1;
      let said = 0;
      const queue: number[] = [];
      const line: number[] = [];
      const acks: number[] = [];
      const heard: number[] = [];
      const receive = (input: SendingInput): void => {
        const row = rowOf(state, input);
        if (row === undefined) return;
        state = row[0];
        if (row[1] === "transmit") line.push((number += 1));
        if (row[1] === "repeat") line.push(number);
        if (row[1] === "queue") queue.push(1);
        if (row[1] === "settle" && queue.pop() !== undefined) receive("send");
      };
      const arrive = (rseq: number | undefined): void => {
        if (rseq === undefined || !isNext(heard.at(-1) ?? null, rseq)) return;
        heard.push(rseq);
        acks.push(rseq);
      };
      // A PRACK is a transaction: it is repeated until answered, so it may be late but is not lost.
      const acknowledge = (): void => {
        const ack = acks.shift();
        if (ack === number) receive("prack");
      };
      const play: Readonly<Record<string, () => void>> = {
        say() {
          said += 1;
          receive("send");
        },
        timer: () => receive("timer"),
        lose: () => void line.shift(),
        deliver: () => arrive(line.shift()),
        deliverLast: () => arrive(line.pop()),
        repeat: () => line[0] !== undefined && line.push(line[0]),
        ack: acknowledge,
        loseAck: () => undefined,
      };
      for (const one of steps) play[one]?.();
      for (let round = 0; round < 4 * (said + 1); round += 1) {
        receive("timer");
        while (line.length > 0) arrive(line.shift());
        while (acks.length > 0) acknowledge();
      }
      assert.equal(state, "idle");
      assert.deepEqual(
        heard,
        Array.from({ length: said }, (_, at) => first + at),
      );
    }),
    { numRuns: 1000 },
  );
});

test("once the INVITE has its final response nothing is repeated, and nothing that comes late starts again", () => {
  const inputs = fc.array(fc.constantFrom<SendingInput>("send", "timer", "prack", "patience", "final"));
  fc.assert(
    fc.property(inputs, (rest) => {
      for (const input of rest) assert.equal(rowOf("closed", input), undefined);
    }),
  );
  for (const input of ["send", "timer", "patience", "final"] as const) assert.equal(rowOf("late", input), undefined);
  assert.deepEqual(rowOf("waiting", "patience"), ["closed", "giveUp"]);
});

test("a PRACK on its way while the final response goes out is still taken, once (RFC 3262 §3)", () => {
  assert.deepEqual(rowOf("waiting", "final"), ["late", "stop"]);
  assert.deepEqual(rowOf("late", "prack"), ["closed", "none"]);
});

test("RSeq and RAck are read strictly", () => {
  assert.deepEqual(parseRAck("776656 1 INVITE"), { number: 776656, sequence: 1, method: "INVITE" });
  for (const bad of [undefined, "", "1 INVITE", "1 1 INVITE more", "x 1 INVITE", "-1 1 INVITE"])
    assert.equal(parseRAck(bad), null);
  for (const bad of [undefined, "", "0", "4294967296", "1.5"]) assert.equal(parseRSeq(bad), null);
  assert.equal(parseRSeq("4294967295"), 4294967295);
  assert.ok(firstRSeq(0) === 1 && firstRSeq(0.9999999999) < 2 ** 31);
});
