import assert from "node:assert/strict";
import { test } from "node:test";
import { carrier, openRealHouse } from "../testing/real-house.ts";
import { until } from "../testing/until.ts";
import { openBaresip } from "./baresip.ts";
import { openLinphone } from "./linphone.ts";
import { missing, patience } from "./telephone.ts";

const [callersVoice, agencysVoice] = [1_000, 700];
/** Where the centre in memory finds the agency, and the extension its telephone sends the caller on to. */
const [agency, extension] = ["+62254000113", "204"];

test(
  "an agency's telephone sends the caller on to an extension: the caller hears who answers there, and the agency is out",
  { skip: missing("linphonec", "baresip") },
  async (t) => {
    const settings = { number: agency, transport: "udp", voice: agencysVoice, dials: null } as const;
    const telephone = await openBaresip(t, settings, extension);
    const pbx = carrier({ peer: `sip:127.0.0.1:${telephone.port}`, transfers: true });
    const quiet = { keepaliveInterval: null };
    const { house, port } = await openRealHouse(t, [pbx], [], quiet, { centreSilent: 15_000 });
    const { state, events, accept } = house.centre;
    await house.centre.join();
    // The desk's own sound is not what this is about: its part is told as the brain would hear it.
    accept({ type: "operator.signed-in", operator: "ani", desk: "meja-1", role: "call-taker" });
    accept({ type: "desk.connected", desk: "meja-1" });
    accept({ type: "operator.readied", desk: "meja-1" });

    const dials = `sip:112@127.0.0.1:${port}`;
    const caller = await openLinphone(t, { number: "+6281218004417", transport: "udp", voice: callersVoice, dials });
    const call = await until("it rings", () => [...state.offers.values()][0]?.call, patience);
    accept({ type: "offer.accepted", call, desk: "meja-1" });
    const to = { kind: "agency", agency: "damkar" } as const;
    accept({ type: "party.requested", call, desk: "meja-1", party: "p-1", to, how: "consult" });
    await until("the agency answers", () => state.parties.get("p-1")?.state === "talking", patience);
    accept({ type: "transfer.completed", call, desk: "meja-1" });
    await Promise.all([caller.hears(agencysVoice), telephone.hears(callersVoice)]);

    await telephone.transfer(`sip:${extension}@127.0.0.1:${port}`);
    const sentOn = await until(
      "the extension is called",
      () => [...state.parties.values()].find((party) => party.to.kind === "referred"),
      patience,
    );
    await until("it answers, and the agency leaves", () => !state.parties.has("p-1"), patience);
    assert.equal(state.parties.get(sentOn.id)?.state, "talking");
    assert.equal(state.calls.get(call)?.state, "transferred");
    await caller.hears(agencysVoice);
    await caller.hangUp();
    const ended = await until("its outcome", () => events.find(({ type }) => type === "call.ended"), patience);
    assert.equal(ended.type === "call.ended" && ended.outcome, "answered");
    await until("nothing is left of it", () => house.exchange.calls() === 0, patience);
  },
);
