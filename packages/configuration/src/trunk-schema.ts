import { z } from "zod";

const network = z.string().regex(/^[0-9a-fA-F.:]+(\/\d{1,3})?$/, "an IP address or network such as 10.20.0.0/24");

/** A peer by name: the DNS says where it is (RFC 3263). */
const namedPeer = /^sip:(?:[^@]*@)?(?=[^;:]*[A-Za-z])[A-Za-z0-9.-]+(?::\d+)?(?:;|$)/;

const account = z
  .strictObject({
    username: z.string().min(1).max(80),
    passwordFile: z.string().min(1, "the path of a file that holds the password").optional(),
    passwordVariable: z
      .string()
      .regex(/^[A-Z][A-Z0-9_]*$/, "the name of an environment variable such as SIAGA_TRUNK_PASSWORD")
      .optional(),
  })
  .refine((one) => (one.passwordFile === undefined) !== (one.passwordVariable === undefined), {
    error: "either the path of a file that holds the password, or passwordVariable",
    path: ["passwordFile"],
  });

const registration = z.strictObject({
  user: z
    .string()
    .regex(/^[0-9A-Za-z+._-]{1,64}$/, "the number or name the carrier gave, such as 0254200112")
    .optional(),
  expires: z.number({ error: "seconds from 60 to 86400" }).int().min(60).max(86_400).default(600),
  outbound: z.boolean().default(false),
});

/** One carrier, as the configuration file names it. */
export const trunkSchema = z
  .strictObject({
    name: z.string().min(1).max(40),
    addresses: z.array(network).default([]),
    peer: z
      .string()
      .regex(/^sip:\S+$/, "a SIP address such as sip:10.20.0.1:5060 or sip:sbc.carrier.co.id;transport=tcp")
      .nullable()
      .default(null),
    trustIdentity: z.boolean().default(true),
    identityHeader: z.enum(["p-asserted-identity", "remote-party-id"]).default("p-asserted-identity"),
    pseudoNumbers: z.array(z.string()).default([]),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "a country code such as ID")
      .optional(),
    channels: z.number({ error: "a whole number from 1 to 2000, or null" }).int().min(1).max(2_000).nullable().default(null), // prettier-ignore
    codecs: z
      .array(z.enum(["PCMA", "PCMU"]))
      .min(1)
      .refine((those) => new Set(those).size === those.length, { error: "each codec once" })
      .nullable()
      .default(null),
    presentedNumber: z
      .string()
      .regex(/^\+?\d{2,15}$/, "a telephone number such as +62254200112")
      .optional(),
    answer: z.enum(["when-waiting", "on-operator", "at-once"]).default("when-waiting"),
    options: z.boolean().default(true),
    transfers: z.boolean().default(false),
    account: account.optional(),
    registration: registration.optional(),
  })
  .superRefine((trunk, context) => {
    const refuse = (key: string, message: string): void =>
      context.addIssue({ code: "custom", path: [key], message, input: trunk });
    if (trunk.addresses.length === 0 && !namedPeer.test(trunk.peer ?? ""))
      refuse("addresses", "at least one IP address or network of the carrier, unless peer is a host name");
    if (trunk.registration !== undefined && trunk.peer === null) refuse("peer", "the registrar's SIP address");
    if (trunk.registration !== undefined && (trunk.registration.user ?? trunk.account?.username) === undefined)
      refuse("account", "an account, or registration.user: somebody must be registered");
  });

export type TrunkFile = z.infer<typeof trunkSchema>;
