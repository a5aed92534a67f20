import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loopbackTrunk, openTestEdge, sdpOf, until } from "./test-edge.ts";
import { hangUp, openPlacedCall, openReceivedCall } from "./wire-call.ts";
import { headerOf, openWirePeer, requestText, responseText } from "./wire-peer.ts";

/** A second is 10 ms: the shortest session interval takes 0.9 s. */
const internals = { session: { interval: 90, second: 10 }, chance: () => 0 };
const expires = (refresher: string): string => `Supported: timer\nSession-Expires: 90;refresher=${refresher}\n`;

describe("session timers (RFC 4028)", { concurrency: true }, () => {
  test("a caller that leaves it to us is refreshed by UPDATE again and again", async (t) => {
    const wire = await openReceivedCall({ t, internals, lines: `${expires("uas")}Allow: INVITE, UPDATE\n` });
    const ok = wire.peer.heard.find((one) => one.startsWith("SIP/2.0 200")) ?? "";
    assert.equal(headerOf(ok, "Session-Expires"), "90;refresher=uas");
    assert.equal(headerOf(ok, "Require"), "timer");
    for (const _round of [1, 2]) {
      const update = await wire.peer.next(/^UPDATE /);
      assert.equal(headerOf(update, "Session-Expires"), "90;refresher=uac");
      assert.equal(headerOf(update, "Content-Length"), "0");
      wire.answer(update, "200 OK", "", expires("uac"));
    }
    await hangUp(wire);
  });

  test("a peer that names another contact when it is refreshed is asked there from then on (RFC 3311 §5.1)", async (t) => {
    const wire = await openReceivedCall({ t, internals, lines: `${expires("uas")}Allow: INVITE, UPDATE\n` });
    wire.answer(await wire.peer.next(/^UPDATE sip:caller@/), "200 OK", "", expires("uac"));
    const next = await wire.peer.next(/^UPDATE sip:peer@/);
    wire.answer(next, "200 OK", "", expires("uac"));
    await hangUp(wire);
  });

  test("a peer without UPDATE is refreshed by INVITE with the same SDP, and its answer is given on", async (t) => {
    const wire = await openPlacedCall({ t, internals, lines: "Session-Expires: 90;refresher=uac\nRequire: timer\n" });
    const invite = await wire.peer.next(/^INVITE [^]*CSeq: 2 INVITE/);
    assert.ok(invite.endsWith(sdpOf()));
    wire.answer(invite, "200 OK", sdpOf("recvonly"), "Session-Expires: 90;refresher=uac\n");
    await until(() => wire.types().includes("renewed"), "the answer is given on");
    await hangUp(wire);
  });

  test("a peer that says the interval is too short is refreshed with a longer one", async (t) => {
    const wire = await openReceivedCall({ t, internals, lines: `${expires("uas")}Allow: INVITE, UPDATE\n` });
    wire.answer(await wire.peer.next(/^UPDATE /), "422 Session Interval Too Small", "", "Min-SE: 200\n");
    const again = await wire.peer.next(/^UPDATE [^]*Min-SE: 200/);
    assert.match(headerOf(again, "Session-Expires"), /^200;/);
    wire.answer(again, "200 OK", "", "Session-Expires: 200;refresher=uac\n");
    await hangUp(wire);
  });

  for (const status of ["405 Method Not Allowed", "501 Not Implemented", "488 Not Acceptable Here"])
    test(`a peer that says ${status.slice(0, 3)} to UPDATE is refreshed by INVITE, now and from now on`, async (t) => {
      const lines = `${expires("uas")}Allow: INVITE, UPDATE\n`;
      const wire = await openReceivedCall({ t, internals, lines });
      wire.answer(await wire.peer.next(/^UPDATE /), status);
      for (const _round of [1, 2]) {
        const invite = await wire.peer.next(/^INVITE /);
        assert.ok(invite.endsWith(sdpOf()));
        wire.answer(invite, "200 OK", sdpOf(), `Allow: INVITE, UPDATE\n${expires("uac")}`);
        await wire.peer.next(/^ACK /);
      }
      assert.equal(new Set(wire.peer.heard.filter((message) => message.startsWith("UPDATE"))).size, 1);
      assert.ok(!wire.types().includes("failed"));
      await hangUp(wire);
    });

  for (const [how, method, allow, status] of [
    ["UPDATE meets 500", "UPDATE", "Allow: INVITE, UPDATE\n", "500 Server Internal Error"],
    ["UPDATE meets 503", "UPDATE", "Allow: INVITE, UPDATE\n", "503 Service Unavailable"],
    ["UPDATE meets nothing", "UPDATE", "Allow: INVITE, UPDATE\n", null],
    ["INVITE meets 503", "INVITE", "", "503 Service Unavailable"],
  ] as const)
    test(`a refresh whose ${how} is tried again before the interval is over`, async (t) => {
      // Half the interval is 3 s, and 64·T1 0.64 s.
      const slower = {
        session: { interval: 1200, second: 5 },
        chance: () => 0,
        intervals: { t1: 10, t2: 80, t4: 100 },
      };
      const lines = `Supported: timer\nSession-Expires: 1200;refresher=uas\n${allow}`;
      const wire = await openReceivedCall({ t, internals: slower, lines });
      const refused = await wire.peer.next(new RegExp(`^${method} `));
      if (status !== null) wire.answer(refused, status);
      const again = await wire.peer.next(new RegExp(`^${method} `), 2_500);
      assert.notEqual(headerOf(again, "CSeq"), headerOf(refused, "CSeq"));
      assert.match(headerOf(again, "Session-Expires"), /^1200;refresher=uac$/);
      wire.answer(again, "200 OK", method === "INVITE" ? sdpOf() : "", "Session-Expires: 1200;refresher=uac\n");
      assert.deepEqual(wire.types().includes("silent"), status === null);
      await hangUp(wire);
    });

  test("a refresh that fails to come does not end the call: the peer is asked, and it goes on", async (t) => {
    const wire = await openReceivedCall({ t, internals, lines: expires("uac") });
    wire.answer(await wire.peer.next(/^OPTIONS /), "200 OK");
    wire.say("UPDATE", 2, "", expires("uac"));
    const ok = await wire.peer.next(/^SIP\/2.0 200[^]*CSeq: 2 UPDATE/);
    assert.equal(headerOf(ok, "Session-Expires"), "90;refresher=uac");
    assert.deepEqual(wire.types(), []);
    await hangUp(wire);
  });

  for (const [what, lines] of [
    ["that should have refreshed", expires("uac")],
    ["that knows no session timers", ""],
    ["that we refresh", `${expires("uas")}Allow: UPDATE\n`],
  ] as const)
    test(`a peer ${what} and vanished is found: it no longer knows the call`, async (t) => {
      const wire = await openReceivedCall({ t, internals, lines });
      wire.answer(await wire.peer.next(/^(OPTIONS|UPDATE) /), "481 Call Does Not Exist");
      await until(() => wire.types().includes("failed"), "the call is reported as gone");
      assert.equal(wire.edge.counts().dialogs, 0);
    });

  for (const [method, lines] of [
    ["OPTIONS", expires("uac")],
    ["UPDATE", `${expires("uas")}Allow: UPDATE\n`],
  ] as const)
    test(`a proxy that says 408 to ${method} has only heard nothing: that is reported, and the call goes on`, async (t) => {
      const wire = await openReceivedCall({ t, internals, lines });
      wire.answer(await wire.peer.next(new RegExp(`^${method} `)), "408 Request Timeout");
      await until(() => wire.types().includes("silent"), "the silence is reported");
      wire.answer(await wire.peer.next(new RegExp(`^${method} `)), "200 OK", "", expires("uac"));
      assert.deepEqual(wire.types(), ["silent"]);
      await hangUp(wire);
    });

  test("a peer that answers nothing is reported, and the call goes on", async (t) => {
    const wire = await openReceivedCall({ t, internals, lines: expires("uac") });
    await until(() => wire.types().includes("silent"), "the silence is reported");
    assert.equal(wire.edge.counts().dialogs, 1);
  });

  test("a session interval below 90 s is 422 with the shortest one, and the caller comes again", async (t) => {
    const edge = await openTestEdge({}, internals);
    const peer = await openWirePeer(edge.port);
    t.after(async () => {
      peer.close();
      await edge.close();
    });
    const invite = { method: "INVITE", port: peer.port, body: sdpOf() };
    peer.send(requestText({ ...invite, lines: "Supported: timer\nSession-Expires: 30\n" }));
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 422/), "Min-SE"), "90");
    edge.onCall((call) => void call.answer(sdpOf()));
    peer.send(requestText({ ...invite, sequence: 2, lines: "Supported: timer\nSession-Expires: 90\nMin-SE: 90\n" }));
    assert.equal(headerOf(await peer.next(/^SIP\/2.0 200/), "Session-Expires"), "90;refresher=uas");
  });

  test("a call of ours that is told 422 is dialled again with the interval asked for", async (t) => {
    const peer = await openWirePeer(null);
    const trunks = [{ ...loopbackTrunk, peer: `sip:127.0.0.1:${peer.port}` }];
    const edge = await openTestEdge({ trunks }, { ...internals, keepaliveInterval: null });
    t.after(async () => {
      peer.close();
      await edge.close();
    });
    edge.dial("loopback", "110", { id: "a", offer: sdpOf(), callerNumber: "112" });
    const invite = await peer.next(/^INVITE /);
    assert.equal(headerOf(invite, "Session-Expires"), "90");
    peer.send(responseText(invite, "422 Session Interval Too Small", "b", "Min-SE: 600\n"));
    const again = await peer.next(/^INVITE [^]*CSeq: 2 INVITE/);
    assert.equal(headerOf(again, "Session-Expires"), "600");
    assert.equal(headerOf(again, "Min-SE"), "600");
    assert.equal(headerOf(again, "Call-ID"), headerOf(invite, "Call-ID"));
  });
});
