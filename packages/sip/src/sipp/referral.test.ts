import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { OutboundEvent } from "../trunk.ts";
import { playCalled } from "./play.ts";
import { ask, hear, reply, scenario } from "./scenario.ts";
import { sippAbsent } from "./sipp.ts";

const refer = (cseq: number, to = "sip:204@pbx") => ask("REFER", cseq, { lines: [`Refer-To: <${to}>`] });
const answered = [
  hear("INVITE", { meets: true, has: ["Allow:[^\r\n]*REFER", "Supported:[^\r\n]*norefersub"] }),
  reply("200 OK", { sdp: "sendrecv", first: true }),
  hear("ACK"),
];
const news = (status: string, state: string) => [
  hear("NOTIFY", { has: ["Event: refer;id=1", `Subscription-State: ${state}`, `SIP/2.0 ${status}`] }),
  reply("200 OK"),
];
const trunk = { transfers: true };

describe("REFER from whom we called, with sipp", { skip: sippAbsent, concurrency: true }, () => {
  test("202, news of the other call over retransmissions and all, and the one who asked hangs up", async (t) => {
    const steps = [
      ...answered,
      refer(1),
      hear(202),
      ...news("100", "active"),
      ...news("180", "active"),
      ...news("200", "terminated"),
      ask("BYE", 2),
      hear(200),
    ];
    const { call, types, end } = await playCalled(t, scenario("referring", steps), { trunk });
    call.on((event: OutboundEvent) => {
      if (event.type !== "refer") return;
      event.referral.accept();
      setTimeout(() => event.referral.tell(180), 300);
      setTimeout(() => event.referral.tell(200), 600);
    });
    await end();
    assert.deepEqual(types(), ["answered", "refer", "bye"]);
  });

  test("declined where nobody wants it, 405 where the trunk does not allow it; the call goes on", async (t) => {
    const declined = scenario("declined", [...answered, refer(1), hear(603), ask("BYE", 2), hear(200)]);
    const played = await playCalled(t, declined, { trunk });
    played.call.on((event: OutboundEvent) => event.type === "refer" && event.referral.decline());
    await played.end();
    const plain = [hear("INVITE", { meets: true }), ...answered.slice(1)];
    const refused = scenario("refused", [...plain, refer(1), hear(405), ask("BYE", 2), hear(200)]);
    const { types, end } = await playCalled(t, refused);
    await end();
    assert.deepEqual(types(), ["answered", "bye"]);
  });
});
