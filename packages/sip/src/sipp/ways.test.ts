import assert from "node:assert/strict";
import { describe, test, type TestContext } from "node:test";
import { sdpOf, until } from "../agent/test-edge.ts";
import { playCalled, playCaller } from "./play.ts";
import { ask, dial, hear, reply, scenario, type Step } from "./scenario.ts";
import { sippAbsent, startSipp } from "./sipp.ts";

const bye = [ask("BYE", 2), hear(200)];
const answered = [hear(100, { optional: true }), hear(200, { meets: true }), ask("ACK", 1)];
const taken = [reply("200 OK", { sdp: "sendrecv", first: true }), hear("ACK")];
/** On a busy machine a 200 was sent twice, and so was its ACK. */
const hungUp = (has: readonly string[] = []): Step[] => [
  hear("ACK", { optional: true }),
  hear("BYE", { has }),
  reply("200 OK"),
];

/** sipp dials, we answer; `ends`: we hang up. */
async function answer(t: TestContext, name: string, steps: readonly Step[], ends = false) {
  const played = await playCaller(t, scenario(name, steps));
  const acknowledged = await played.call.answer(sdpOf());
  if (ends) await played.call.hangUp();
  await played.end();
  return { ...played, acknowledged };
}

describe(
  "what proxies and switches on the way make of a call, with sipp",
  { skip: sippAbsent, concurrency: true },
  () => {
    test("a caller without an offer hears ours in the 200 and answers in the ACK", async (t) => {
      const steps = [
        dial({}),
        hear(200, { meets: true, has: ["m=audio"] }),
        ask("ACK", 1, { sdp: "sendrecv" }),
        ...bye,
      ];
      const { acknowledged } = await answer(t, "late-offer", [...steps]);
      assert.ok(acknowledged.kind === "acknowledged" && acknowledged.sdp?.includes("m=audio"));
    });

    test("the copy of an INVITE that came another way is 482, and the call is one", async (t) => {
      const invite = dial({ sdp: "sendrecv" });
      const other = (step: Step): Step => step.replace("-1-INVITE", "-1-other-way");
      const toIt = "To: <sip:112@[remote_ip]:[remote_port]>";
      const ack = other(ask("ACK", 1, { refused: true })).replace("To: [$them]", toIt);
      const steps = [invite, hear(100), other(invite), hear(482), ack, ...answered, ...bye];
      const { edge, call, end } = await playCaller(t, scenario("merged", steps));
      await new Promise((resolve) => setTimeout(resolve, 300));
      await call.answer(sdpOf());
      assert.equal(edge.counts().dialogs, 1);
      await end();
    });

    test("a proxy that wants to stay on the way is passed by what we send, a strict one as it wants", async (t) => {
      const route = "<sip:127.0.0.1:[local_port]";
      const over = (end: string, has: readonly string[]): Step[] => [
        dial({ sdp: "sendrecv", lines: [`Record-Route: ${route}${end}>`] }),
        hear(200, { meets: true, has: [`Record-Route: <sip:127.0.0.1:[0-9]+${end}>`] }),
        ask("ACK", 1),
        hear("BYE", { has }),
        reply("200 OK"),
      ];
      await answer(t, "loose", over(";lr", ["^BYE sip:sipp@", "Route: <sip:127.0.0.1:[0-9]+;lr>"]), true);
      await answer(t, "strict", over("", ["^BYE sip:127.0.0.1:[0-9]+ SIP", "Route: <sip:sipp@"]), true);
    });

    test("who calls, who sent the call on and why it ends is told as the network says", async (t) => {
      const lines = [
        "P-Asserted-Identity: <sip:+6281211112222@carrier>",
        "Diversion: <sip:+62254200113@carrier>;reason=no-answer",
      ];
      const end = ask("BYE", 2, { lines: ['Reason: Q.850;cause=38;text="Network out of order"'] });
      const { call, events } = await answer(t, "facts", [
        dial({ sdp: "sendrecv", lines }),
        ...answered,
        end,
        hear(200),
      ]);
      assert.equal(call.caller.number, "+6281211112222");
      assert.deepEqual(call.diverted, { by: "+62254200113", reason: "no-answer" });
      assert.deepEqual(events, [{ type: "bye", why: { protocol: "Q.850", cause: 38 } }]);
    });

    test("a 302 leads to another place of the same carrier", async (t) => {
      const second = await startSipp({ builtIn: "uas" }, null, ["-m", "1"]);
      const steps = [
        hear("INVITE"),
        reply("302 Moved Temporarily", { first: true, contact: `<sip:b@127.0.0.1:${second.port}>` }),
        hear("ACK"),
      ];
      const { call, types, end } = await playCalled(t, scenario("moved", steps));
      await until(() => types().includes("answered"), "the other place answers");
      await call.cancelOrHangUp();
      await end();
      assert.equal((await second.ended).code, 0);
    });

    test("two telephones that answer one INVITE: the first speaks, the second is acknowledged and ended", async (t) => {
      // sipp echoes the last request, which is an ACK by then: the second 200 is written out.
      const late = reply("200 OK", { sdp: "sendrecv" })
        .replace("[last_Via:]", "Via: [$via]")
        .replace("[last_To:]", "To: <sip:110@127.0.0.1>;tag=[call_number]-second")
        .replace("[last_CSeq:]", "CSeq: 1 INVITE");
      const steps = [
        hear("INVITE", { keeps: ["via", "Via: ([^\\r\\n]*)"] }),
        ...taken,
        late,
        hear("ACK", { has: ["tag=[0-9]+-second"] }),
        hear("BYE", { has: ["tag=[0-9]+-second"] }),
        reply("200 OK"),
        ...hungUp(["tag=[0-9]+-ours"]),
      ];
      const { call, types, end } = await playCalled(t, scenario("forked", steps, ["via"]));
      await until(() => types().includes("answered"), "the first answers");
      await new Promise((resolve) => setTimeout(resolve, 500));
      await call.cancelOrHangUp();
      await end();
      assert.deepEqual(types(), ["answered"]);
    });

    test("a proxy that wants a password gets it by SHA-256 for the call and, counting on, for its end", async (t) => {
      const challenge = 'Proxy-Authenticate: Digest realm="r", nonce="n", algorithm=SHA-256, qop="auth"';
      const proof = (count: number): string =>
        `Proxy-Authorization: Digest username="112".*algorithm=SHA-256.*nc=0000000${count}`;
      const steps = [
        hear("INVITE"),
        reply("407 Proxy Authentication Required", { first: true, lines: [challenge] }),
        hear("ACK"),
        hear("INVITE", { has: [proof(1)] }),
        ...taken,
        ...hungUp([proof(2)]),
      ];
      const trunk = { account: { username: "112", password: "rahasia" } };
      const { call, types, end } = await playCalled(t, scenario("password", steps), { trunk });
      await until(() => types().includes("answered"), "let in");
      await call.cancelOrHangUp();
      await end();
    });

    test("an INVITE too large for a datagram goes to the same place over TCP (§18.1.1)", async (t) => {
      const offer = sdpOf() + "a=x-padding:0123456789abcdef0123456789abcdef\r\n".repeat(30);
      const steps = [hear("INVITE", { meets: true, has: ["Via: SIP/2.0/TCP"] }), ...taken, ...hungUp()];
      const { call, types, end } = await playCalled(t, scenario("large", steps), { offer, words: ["-t", "t1"] });
      await until(() => types().includes("answered"), "sipp hears TCP alone");
      await call.cancelOrHangUp();
      await end();
    });
  },
);
