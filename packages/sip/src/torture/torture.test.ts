import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import { after, before, describe, test } from "node:test";
import type { OpenSipEdge } from "../agent/open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, until } from "../agent/test-edge.ts";
import { parseMessage } from "../message/parse.ts";
import type { InboundCall } from "../trunk.ts";
import { type Answer, type Expectation, rfc4475, rfc5118, sectionsOf4475, sectionsOf5118, trunks } from "./expected.ts";
import { type Folder, messageFrom, messageOf, namesIn } from "./files.ts";
import { openTcpTester, openUdpTester } from "./tester.ts";

const tables: Readonly<Record<Folder, Readonly<Record<string, Expectation>>>> = { rfc4475, rfc5118, trunks };
/** So short that what nobody acknowledges is given up after 1.3 s. */
const intervals = { t1: 20, t2: 160, t4: 200 };
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

describe("no torture message is missing", () => {
  test("RFC 4475 has one file per section, and each its expected result", () => {
    const names = namesIn("rfc4475");
    assert.deepEqual(names.toSorted(), Object.keys(rfc4475).toSorted());
    const sections = new Set(names.map((name) => name.slice(0, name.indexOf("-"))));
    for (const [list, count] of Object.entries(sectionsOf4475))
      for (let at = 1; at <= count; at += 1) assert.ok(sections.delete(`${list}.${at}`), `§${list}.${at}`);
    assert.equal(sections.size, 0);
  });

  test("RFC 5118 has its sections, two of them twice", () => {
    const names = namesIn("rfc5118");
    assert.deepEqual(names.toSorted(), Object.keys(rfc5118).toSorted());
    const sections = new Set(names.map((name) => name.slice(0, name.indexOf("-"))));
    for (let at = 1; at <= sectionsOf5118; at += 1) assert.ok(sections.delete(`4.${at}`), `§4.${at}`);
    assert.equal(sections.size, 0);
    assert.equal(names.length, 12);
  });

  test("what trunks sent is all expected", () => {
    assert.deepEqual(namesIn("trunks").toSorted(), Object.keys(trunks).toSorted());
  });
});

describe("every torture message is read as expected", () => {
  for (const [folder, table] of Object.entries(tables))
    for (const [name, { reads }] of Object.entries(table))
      test(`${folder} ${name}`, () => assert.equal(summary(messageOf(folder as Folder, name)), reads));
});

function summary(bytes: Buffer): string | number {
  const message = parseMessage(bytes);
  if (message.kind === "malformed") return message.status;
  if (message.kind === "response") return `${message.status} ${message.sequence} ${message.body.length}`;
  const { target } = message;
  const port = target?.port ? `:[${target.port}]` : "";
  const place = target === null ? "-" : `${target.user}@${target.host}${port}`;
  return `${message.method} ${place} ${message.sequence} ${message.body.length}`;
}

describe("every torture message is answered as expected by an open edge", { concurrency: true }, () => {
  for (const [folder, host] of [
    ["rfc4475", "127.0.0.1"],
    ["rfc5118", "::1"],
    ["trunks", "127.0.0.1"],
  ] as const)
    for (const transport of ["udp", "tcp"] as const)
      describe(`${folder} over ${transport} at ${host}`, { skip: host === "::1" && !hasIpv6, concurrency: 8 }, () => {
        let edge: OpenSipEdge;
        const calls = new Map<string, InboundCall>();
        const closing: (() => void)[] = [];

        before(async () => {
          edge = await openTestEdge(
            { address: host, trunks: [{ ...loopbackTrunk, addresses: [host] }] },
            { intervals },
          );
          edge.onCall((call) => {
            calls.set(call.sipCallId, call);
            call.ring();
          });
        });
        after(async () => {
          for (const close of closing) close();
          for (const call of calls.values()) void call.hangUp();
          await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`);
          await edge.close();
        });

        for (const [name, expectation] of Object.entries(tables[folder])) {
          const answers = expectation[transport] ?? expectation.udp;
          test(`${name}: ${answers.join(", ")}`, async () => {
            const tester = await (transport === "udp" ? openUdpTester : openTcpTester)(host, edge.port);
            closing.push(tester.close);
            tester.send(messageFrom(folder, name, tester.port));
            await hearOut(answers, tester, edge.port, host);
            assert.deepEqual(tester.heard, answers.flatMap(statusOf));
            if (answers.includes("call")) assert.ok([...calls.values()].every((call) => call.offer?.startsWith("v=0")));
          });
        }
      });
});

/** Until all has been said that will be. */
async function hearOut(
  answers: readonly Answer[],
  tester: Awaited<ReturnType<typeof openUdpTester>>,
  port: number,
  host: string,
): Promise<void> {
  if (answers.includes("closed")) return until(() => tester.isClosed(), "the connection is closed");
  if (!answers.includes("waits")) return tester.probed();
  // A stream that waits for the rest of a body would take the probe for it: another connection asks.
  const other = await openTcpTester(host, port);
  await other.probed();
  other.close();
  assert.equal(tester.isClosed(), false);
}

function statusOf(answer: Answer): number[] {
  if (answer === "call") return [180];
  return typeof answer === "number" ? [answer] : [];
}
