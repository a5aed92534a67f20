import assert from "node:assert/strict";
import { test } from "node:test";
import { carrier, openRealHouse } from "../testing/real-house.ts";
import { until } from "../testing/until.ts";
import { openBaresip } from "./baresip.ts";
import { openKamailio } from "./kamailio.ts";
import { openLinphone } from "./linphone.ts";
import { missing, patience } from "./telephone.ts";

const skip = missing("kamailio", "linphonec", "baresip");
const neighbour = { name: "Kabupaten", number: "+62254200112" };
const patientCentre = { centreSilent: 15_000 };

test(
  "a carrier's registrar knows us, renews us, refuses a wrong password in words, and calls pass through it both ways",
  { skip },
  async (t) => {
    const called = await openBaresip(t, { number: neighbour.number, transport: "udp", voice: 700, dials: null });
    const kamailio = await openKamailio(t, { realm: "carrier", password: "sangat rahasia", telephone: called.port });
    const peer = `sip:127.0.0.1:${kamailio.port}`;
    const account = { username: "112", password: "sangat rahasia" };
    const registration = { user: "112", expires: 600, outbound: false };
    const { house, sip } = await openRealHouse(
      t,
      [
        carrier({ name: "telkom", peer, account, registration }),
        carrier({
          name: "salah",
          peer: `${peer};transport=tcp`,
          account: { ...account, password: "keliru" },
          registration: { ...registration, user: "113" },
        }),
      ],
      [neighbour],
      { keepaliveInterval: 500, registrationPace: { first: 60_000, longest: 60_000 } },
      patientCentre,
    );
    await house.centre.join();
    const [telkom, wrong] = [() => sip.trunks()[0]?.registration, () => sip.trunks()[1]?.registration];

    await until("registered with a digest", () => telkom()?.state === "registered", patience);
    await until("the wrong password is refused", () => wrong()?.state === "refused", patience);
    assert.deepEqual(
      [wrong()?.code, wrong()?.reason],
      [401, 'The trunk refused our user name or password (realm "carrier").'],
    );
    assert.equal(sip.trunks()[1]?.state, "down");
    // Granted 3 s at a time, and each nonce lives for one: renewals meet a stale nonce and go on.
    await until("renewed twice", () => kamailio.times("REGISTERED 112") >= 3, patience);
    assert.ok(kamailio.times("STALE 112") >= 1);
    await until(
      "the health tells it",
      () => house.centre.health()?.trunks[0]?.registration?.state === "registered",
      patience,
    );
    await until(
      "an alarm",
      () => house.centre.events.some((event) => event.type === "alarm.raised" && event.subject === "salah"),
      patience,
    );

    const dials = `sip:112@127.0.0.1:${kamailio.port}`;
    const caller = await openLinphone(t, { number: "+6281218004417", transport: "udp", voice: 1_000, dials });
    await Promise.all([caller.hears(700), called.hears(1_000)]);
    assert.equal(kamailio.times("PROVEN INVITE"), 1);
    await caller.hangUp();
    const outcome = () => house.centre.events.find((event) => event.type === "call.ended")?.outcome;
    assert.equal(await until("the outcome", outcome, patience), "answered_elsewhere");
    await until(
      "the call out is ended through the carrier, with our proof",
      () => kamailio.times("PROVEN BYE") === 1,
      patience,
    );
    assert.equal(telkom()?.state, "registered");
    assert.doesNotMatch(JSON.stringify([house.centre.events, house.centre.health(), sip.trunks()]), /rahasia|keliru/);
  },
);
