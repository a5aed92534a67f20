import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { carrier, openRealHouse } from "../testing/real-house.ts";
import { until } from "../testing/until.ts";
import { openBaresip } from "./baresip.ts";
import { openLinphone } from "./linphone.ts";
import { missing, patience, type Telephone, type TelephoneSettings } from "./telephone.ts";

const skip = missing("linphonec", "baresip");
const makes = { linphone: openLinphone, baresip: openBaresip };
type Make = keyof typeof makes;
type Transport = TelephoneSettings["transport"];

const neighbour = { name: "Kabupaten", number: "+62254200112" };
const [callersVoice, calledVoice] = [1_000, 700];

const uri = (user: string, port: number, transport: Transport): string =>
  `sip:${user}@127.0.0.1:${port}${transport === "tcp" ? ";transport=tcp" : ""}`;

const noKeepalive = { keepaliveInterval: null };
/** The centre lives in this process, which measures sound as well: it may be silent for a while. */
const patientCentre = { centreSilent: 15_000 };

/** One telephone calls 112 where nobody is signed in; another is the fallback number that takes the call. */
async function speakTogether(
  t: TestContext,
  caller: readonly [Make, Transport],
  called: readonly [Make, Transport],
): Promise<void> {
  const party: Telephone = await makes[called[0]](t, {
    number: neighbour.number,
    transport: called[1],
    voice: calledVoice,
    dials: null,
  });
  const peer = uri("", party.port, called[1]).replace("@", "");
  const { house, port } = await openRealHouse(t, [carrier({ peer })], [neighbour], noKeepalive, patientCentre);
  await house.centre.join();
  const telephone = await makes[caller[0]](t, {
    number: "+6281218004417",
    transport: caller[1],
    voice: callersVoice,
    dials: uri("112", port, caller[1]),
  });
  await Promise.all([telephone.hears(calledVoice), party.hears(callersVoice)]);
  await telephone.hangUp();
  const ended = await until(
    "the call's outcome",
    () => house.centre.events.find((event) => event.type === "call.ended"),
    patience,
  );
  assert.equal(ended.outcome, "answered_elsewhere");
  await until("nothing is left of it", () => house.exchange.calls() === 0, patience);
}

for (const [caller, called] of [
  [
    ["linphone", "udp"],
    ["baresip", "tcp"],
  ],
  [
    ["linphone", "tcp"],
    ["baresip", "udp"],
  ],
  [
    ["baresip", "udp"],
    ["linphone", "tcp"],
  ],
  [
    ["baresip", "tcp"],
    ["linphone", "udp"],
  ],
] as const)
  test(
    `${caller[0]} over ${caller[1]} calls 112, ${called[0]} is dialled over ${called[1]}, and each hears the other`,
    { skip },
    (t) => speakTogether(t, caller, called),
  );
