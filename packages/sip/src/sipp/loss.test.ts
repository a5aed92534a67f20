import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { describe, test } from "node:test";
import type { OpenSipEdge, SipInternals } from "../agent/open.ts";
import { isEmpty, loopbackTrunk, openTestEdge, sdpOf, until } from "../agent/test-edge.ts";
import { openTransport } from "../transport/transport.ts";
import { sippAbsent, startSipp } from "./sipp.ts";

const CALLS = 400;
/** Tries enough that only a fault of ours could lose a call: 0.36^31 at one datagram in five. `-max_retrans` (10 unless told)
 * bounds both of the others, and met one run in two hundred; a T2 of half a second fits them all into 15 s. */
const tries = "30";
const patience = ["-max_retrans", tries, "-max_invite_retrans", tries, "-max_non_invite_retrans", tries, "-T2", "500"];

/** What became of the calls of one run. */
type Tally = {
  /** Call-IDs whose BYE came, by its CSeq: a BYE sent again counts once. */
  readonly byes: Set<string>;
  /** How often each call ended, for the exchange. */
  readonly endings: Map<string, number>;
};

/** Counts BYE transactions on the wire, before anything of ours has looked at them. */
function tapped(tally: Tally): Partial<SipInternals> {
  return {
    openTransport: (options, user, limits) => {
      const onMessage: typeof user.onMessage = (arrival) => {
        const text = arrival.bytes.toString("latin1");
        if (/^CSeq: 2 BYE\r$/m.test(text)) tally.byes.add(/^Call-ID: (.*)\r$/m.exec(text)?.[1] ?? "");
        user.onMessage(arrival);
      };
      return openTransport(options, { ...user, onMessage }, limits);
    },
  };
}

function answerAll(edge: OpenSipEdge, { endings }: Tally): void {
  edge.onCall((call) => {
    endings.set(call.sipCallId, 0);
    call.on(({ type }) => {
      if (type === "bye" || type === "failed" || type === "cancelled")
        endings.set(call.sipCallId, (endings.get(call.sipCallId) ?? 0) + 1);
    });
    call.ring();
    void call.answer(sdpOf());
  });
}

describe("calls over a network that loses datagrams both ways", { skip: sippAbsent, concurrency: true }, () => {
  for (const share of [5, 10, 20])
    test(`${CALLS} calls with ${share} % lost: none is stuck, none is lost, every BYE arrives`, async (t) => {
      const tally: Tally = { byes: new Set(), endings: new Map() };
      // sipp may repeat for 15 s: the memory of 64 T1 quicker than the RFC's (Timer J, §17.2.2) would be over before its last
      // tries, and meet one BYE in a thousand with 481.
      const intervals = { t1: 500, t2: 4_000, t4: 5_000 };
      const edge = await openTestEdge({}, { ...tapped(tally), intervals });
      t.after(() => edge.close());
      answerAll(edge, tally);
      const load = ["-m", `${CALLS}`, "-r", "80", "-lost", `${share}`, ...patience];
      const sipp = await startSipp({ file: "lossy-caller" }, edge.port, load);
      const { code, screen } = await sipp.ended;
      assert.equal(code, 0, screen);
      await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`, 60_000);
      assert.equal(tally.endings.size, CALLS);
      assert.deepEqual(new Set(tally.endings.values()), new Set([1]), "every call ended once");
      assert.equal(tally.byes.size, CALLS, "the BYE of every call came");
    });

  for (const share of [10, 20])
    test(`60 calls of ours with ${share} % lost are answered and hung up`, async (t) => {
      // An ACK or BYE sent again at a moment sipp does not expect it is no fault of ours.
      const calm = ["-default_behaviors", "all,-abortunexp"];
      const lossy = ["-m", "60", "-lost", `${share}`, ...patience, ...calm];
      const sipp = await startSipp({ file: "lossy-called" }, null, lossy);
      await taken(sipp.port);
      const trunks = [{ ...loopbackTrunk, peer: `sip:127.0.0.1:${sipp.port}` }];
      const intervals = { t1: 100, t2: 800, t4: 1_000 };
      const edge = await openTestEdge({ trunks }, { keepaliveInterval: null, intervals });
      t.after(() => edge.close());
      const calls = Array.from({ length: 60 }, () => placeAndHangUp(edge));
      assert.deepEqual(new Set(await Promise.all(calls)), new Set(["answered"]));
      const { code, screen } = await sipp.ended;
      assert.equal(code, 0, screen);
      await until(() => isEmpty(edge), `something stayed behind: ${JSON.stringify(edge.counts())}`, 30_000);
    });
});

/** Resolves when somebody listens there: on a busy machine sipp takes seconds to start. */
async function taken(port: number): Promise<void> {
  for (let free = true; free; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const socket = createSocket("udp4");
    free = await new Promise<boolean>((resolve) => {
      socket.on("error", () => resolve(false));
      socket.bind(port, "127.0.0.1", () => resolve(true));
    });
    socket.close();
  }
}

/** Resolves with the end of the call: hung up by us when it was answered, else why it failed. */
function placeAndHangUp(edge: OpenSipEdge): Promise<string> {
  const call = edge.dial("loopback", "110", { id: randomUUID(), offer: sdpOf(), callerNumber: "112" });
  return new Promise((resolve) =>
    call.on((event) => {
      if (event.type === "answered") void call.cancelOrHangUp().then(() => resolve("answered"));
      else if (event.type === "failed") resolve(`${event.code} ${event.reason}`);
    }),
  );
}
