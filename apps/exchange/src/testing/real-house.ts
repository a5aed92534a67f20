import type { TestContext } from "node:test";
import { loopbackTrunk, type TrunkConfiguration } from "@siaga/configuration";
import { normalPolicy } from "@siaga/core";
import { openMediaPlane, spokenPrompts } from "@siaga/media";
import { openSip, type OpenSipEdge, type SipInternals } from "@siaga/sip";
import type { Limits } from "../limits.ts";
import { type House, openHouse, testConfiguration } from "./house.ts";

export type RealHouse = { readonly house: House; readonly sip: OpenSipEdge; readonly port: number };

/** A carrier on this machine, with what a test says of it. */
export const carrier = (changed: Partial<TrunkConfiguration> = {}): TrunkConfiguration => ({
  ...loopbackTrunk,
  name: "carrier",
  addresses: ["127.0.0.1"],
  ...changed,
});

/** The exchange on real trunks and a real media process; the centre and the journal in memory. */
export async function openRealHouse(
  t: TestContext,
  trunks: readonly TrunkConfiguration[] = [carrier()],
  fallback: readonly { readonly name: string; readonly number: string }[] = [],
  internals: Partial<SipInternals> = {},
  limits: Partial<Limits> = {},
): Promise<RealHouse> {
  // Below every ephemeral port, and a place of its own for each test that runs beside this one.
  const first = 12_000 + 500 * Math.floor(Math.random() * 30);
  const rtpPorts = { first, last: first + 399 };
  const { sip: setting } = testConfiguration();
  const sip = await openSip(
    {
      address: "127.0.0.1",
      port: 0,
      trunks,
      country: "ID",
      shortCodes: ["110", "112"],
      userAgent: "test",
      publicAddress: null,
    },
    internals,
  );
  const media = await openMediaPlane({
    rtpPorts,
    mediaAddresses: ["127.0.0.1"],
    deskPorts: { first: first + 400, last: first + 499 },
    promptFolder: spokenPrompts("id"),
  });
  const policy = { ...normalPolicy, recordedLines: ["112"], fallback };
  const house = await openHouse({ rtpPorts, policy, sip: { ...setting, trunks } }, { real: { sip, media }, limits });
  t.after(async () => {
    await house.close();
    await Promise.all([sip.close(), media.close()]);
  });
  return { house, sip, port: sip.port };
}
