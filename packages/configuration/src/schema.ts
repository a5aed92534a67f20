import { z } from "zod";
import { trunkSchema } from "./trunk-schema.ts";

const port = z.number({ error: "a whole number from 1 to 65535" }).int().min(1).max(65535);
const address = z.union([z.ipv4(), z.ipv6()], { error: "an IP address such as 0.0.0.0 or 192.168.1.10" });
const duration = z.number().int().min(0).max(3_600_000);
const portRange = z
  .string()
  .regex(/^\d{2,5}-\d{2,5}$/, { error: "a range of UDP ports such as 20000-20999", abort: true })
  .refine((range) => rangeOf(range).last <= 65535 && rangeOf(range).last - rangeOf(range).first >= 39, {
    error: "a range of at least 40 UDP ports up to 65535, such as 20000-20999",
  });
const telephone = z.string().regex(/^\+?\d{2,15}$/, "a telephone number such as +62254200112");

/** `20000-20999` → its first and last port. */
export function rangeOf(range: string): { first: number; last: number } {
  const [first = 0, last = 0] = range.split("-").map(Number);
  return { first, last };
}

const iceServer = z.strictObject({
  urls: z
    .array(
      z
        .string()
        .regex(/^(stuns?|turns?):[^\s?]+(\?transport=(udp|tcp))?$/, "an address such as turn:turn.kota.go.id:3478"),
    )
    .min(1, "at least one address such as stun:turn.kota.go.id:3478"),
  username: z.string().min(1, "a user name").nullable().default(null),
  credentialFile: z.string().min(1, "the path of a file that holds the password").nullable().default(null),
});

const line = z.strictObject({
  line: z.string().min(1).max(20),
  dialled: z.array(z.string().regex(/^\+?\d{2,15}$/, "dialled digits such as 112")).min(1),
  name: z.string().min(1).max(60),
  test: z.boolean().default(false),
  recorded: z.boolean().default(true),
});

/** The configuration file, key by key. Every key may be left out. */
export const fileSchema = z.strictObject({
  city: z.enum(["demo", "empty"]).optional(),
  dataDir: z.string().min(1, "a folder").optional(),
  http: z
    .strictObject({
      address: address.default("0.0.0.0"),
      port: port.default(8112),
      httpsPort: port.optional(),
      certificateFile: z.string().optional(),
      keyFile: z.string().optional(),
    })
    .prefault({}),
  sip: z
    .strictObject({
      address: address.default("0.0.0.0"),
      port: port.default(5060),
      publicAddress: address.nullable().default(null),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/, "a country code such as ID")
        .default("ID"),
      trunks: z.array(trunkSchema).default([]),
      /** Share of every trunk and of the RTP ports that calls out never take (%). */
      incomingReserve: z.number({ error: "a whole number of percent from 0 to 90" }).int().min(0).max(90).default(25),
      nameServers: z
        .array(z.string().regex(/^([0-9.]+|\[[0-9a-fA-F:]+\])(:\d+)?$/, "a name server such as 10.0.0.53"))
        .default([]),
    })
    .prefault({}),
  rtpPorts: portRange.default("20000-20999"),
  mediaAddresses: z.array(address).default([]),
  iceServers: z.array(iceServer).default([]),
  turnSecretFile: z
    .string()
    .min(1, "the path of a file that holds the TURN server's shared secret")
    .nullable()
    .default(null),
  lines: z.array(line).min(1, "at least one line").optional(),
  fallback: z.array(z.strictObject({ name: z.string().min(1), number: telephone })).default([]),
  policy: z
    .strictObject({
      offerLapse: duration.optional(),
      ringingLimit: duration.optional(),
      answerLimit: duration.optional(),
      wrapUpLapse: duration.optional(),
      partyLimit: duration.optional(),
      holdLimit: duration.optional(),
    })
    .prefault({}),
  triagePolicyFile: z.string().min(1, "the path of a policy file").optional(),
  databaseUrl: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "an address such as postgres://user:password@host/database")
    .nullable()
    .default(null),
  exchangeLink: z
    .string()
    .regex(/^(tcp:\/\/[^\s:]+:\d+|\/.+)$/, "a socket path or tcp://host:port")
    .optional(),
  centreId: z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/, "lower-case letters, digits and dashes")
    .default("kota"),
  restartAfter: duration.default(300),
  backup: z
    .strictObject({
      to: z.string().min(1, "a folder, best on another disk").nullable().default(null),
      at: z
        .string()
        .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "a time of day in WIB such as 02:30")
        .default("02:30"),
      keep: z.number({ error: "how many backups stay, from 1 to 400" }).int().min(1).max(400).default(14),
    })
    .prefault({}),
  disk: z
    .strictObject({
      leastGigabytes: z.number({ error: "gigabytes from 0 to 10000" }).min(0).max(10_000).default(2),
      leastPercent: z.number({ error: "a percentage from 0 to 90" }).min(0).max(90).default(5),
    })
    .prefault({}),
  logLevel: z.enum(["debug", "info", "warn", "error"]).default("info"),
});

export type ConfigurationFile = z.infer<typeof fileSchema>;
