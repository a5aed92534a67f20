import type { TestContext } from "node:test";
import { loopbackTrunk, type TrunkConfiguration } from "@siaga/configuration";
import { normalPolicy, type Policy } from "@siaga/core";
import { openMediaPlane, spokenPrompts } from "@siaga/media";
import { openSip } from "@siaga/sip";
import type { Limits } from "../limits.ts";
import type { DeskPeer } from "./desk-peer.ts";
import { type DeskTelephones, deskTelephones } from "./desk-telephones.ts";
import { type House, openHouse, testConfiguration } from "./house.ts";
import { openCity, type RealCaller } from "./real-caller.ts";
import { until } from "./until.ts";

export type TalkingHouse = {
  readonly house: House;
  readonly desks: DeskTelephones;
  /** Somebody in the city dials 112. */
  dial(id: string, number?: string): Promise<RealCaller>;
  /** A desk with a telephone whose operator is ready. */
  sitDown(desk: string): Promise<DeskPeer>;
};

export type TalkingHouseOptions = {
  readonly policy?: Partial<Policy>;
  readonly trunk?: Partial<TrunkConfiguration>;
  readonly promptFolder?: string;
  readonly limits?: Partial<Limits>;
};

/** A house on a real trunk with a real media process: callers and desks have real sound. The centre is in memory, and joined. */
export async function openTalkingHouse(t: TestContext, options: TalkingHouseOptions = {}): Promise<TalkingHouse> {
  // Below every ephemeral port, and a place of its own for each test that runs beside this one.
  const first = 12_000 + 500 * Math.floor(Math.random() * 30);
  const rtpPorts = { first, last: first + 399 };
  const trunks = [{ ...loopbackTrunk, name: "carrier", addresses: ["127.0.0.1"], ...options.trunk }];
  const { sip: setting } = testConfiguration();
  const sip = await openSip({ ...setting, trunks, shortCodes: ["112"], userAgent: "test" });
  const media = await openMediaPlane({
    rtpPorts,
    mediaAddresses: ["127.0.0.1"],
    deskPorts: { first: first + 400, last: first + 499 },
    promptFolder: options.promptFolder ?? spokenPrompts("id"),
  });
  const desks = deskTelephones(media);
  const policy = { ...normalPolicy, recordedLines: ["112"], ...options.policy };
  const house = await openHouse(
    { rtpPorts, policy, sip: { ...setting, trunks } },
    // A stall of this machine is no dead centre.
    { real: { sip, media: desks.media }, limits: { centreSilent: 15_000, ...options.limits } },
  );
  t.after(async () => {
    try {
      await house.close();
    } finally {
      await Promise.all([sip.close(), media.close(), desks.close()]);
    }
  });
  const city = await openCity(t, sip.port);
  await house.centre.join();
  return { house, desks, dial: city.dial, sitDown: (desk) => sitDown(house, desk) };
}

async function sitDown(house: House, name: string): Promise<DeskPeer> {
  const { centre } = house;
  const desk = await house.desk(name);
  await until("the desk stands", () => centre.state.linked.includes(name));
  centre.accept({ type: "operator.signed-in", operator: `operator of ${name}`, desk: name, role: "call-taker" });
  desk.says({ type: "ready" });
  await until("ready", () => centre.state.desks.has(name) && centre.state.desks.get(name)?.state !== "not-ready");
  return desk;
}
