/** Synthetic callers that really dial: the demo city's telephone never stays quiet for long. */
import { setTimeout as sleep } from "node:timers/promises";
import { readConfiguration } from "@siaga/configuration";
import { openSip } from "@siaga/sip";
import { pino } from "pino";
import { placeCall } from "./call.ts";
import { answerPhones, readPhones } from "./phones.ts";
import { draw, population } from "./population.ts";

const read = readConfiguration();
if (!read.ok) {
  for (const sentence of read.sentences) console.error(sentence);
  process.exit(78);
}
const { sip, logLevel } = read.configuration;
const log = pino({ name: "callers", level: logLevel });
/** Mean ms between calls; a quiet afternoon in a city of this size, hurried so that a newcomer need not wait. */
const every = Number(process.env["SIAGA_CALLERS_EVERY"] ?? 20_000);
const atOnce = 3;
const host = sip.address === "0.0.0.0" ? "127.0.0.1" : sip.address;

/** Where the exchange dials out to; null where a real trunk is configured. */
const phonesPort = sip.trunksConfigured ? null : Number(sip.trunks[0]?.peer?.split(":").at(-1) ?? 0) || null;
const edge = await openSip({
  address: host,
  port: phonesPort ?? 0,
  trunks: [
    { name: "exchange", addresses: [host], peer: `sip:${host}:${sip.port}`, trustIdentity: true, pseudoNumbers: [] },
  ],
  country: sip.country,
  shortCodes: ["112"],
  userAgent: "siaga-callers",
  publicAddress: host,
});
if (phonesPort !== null) answerPhones(edge, host, readPhones());
let stopping = false;
for (const signal of ["SIGTERM", "SIGINT"] as const)
  process.on(signal, () => {
    stopping = true;
    void edge.close().then(() => process.exit());
  });
process.on("disconnect", () => process.exit());
process.send?.({ ready: true });

const callers = population();
let living = 0;
await sleep(Math.min(every, 5_000));
while (!stopping) {
  if (living < atOnce) {
    const caller = draw(callers, Math.random());
    living++;
    placeCall(edge, caller, host)
      .then((played) => log.info(played, "a synthetic call ended"))
      .catch((error: unknown) => log.warn({ error }, "a synthetic call failed"))
      .finally(() => living--);
  }
  // Exponential gaps, as independent callers come; never more than three means apart.
  await sleep(Math.min(3 * every, -Math.log(1 - Math.random()) * every));
}
