import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign, verify } from "node:crypto";
import type { InstanceKeys } from "@siaga/configuration";
import { z } from "zod";

const file = z.strictObject({ path: z.string(), bytes: z.number(), sha256: z.string() });
const table = z.strictObject({
  table: z.string(),
  /** Below the backup's folder, in the order their rows are put back. */
  parts: z.array(file.extend({ rows: z.number(), upto: z.number().nullable() })),
});

/** What a backup holds and where the log stood: enough to prove it whole without any database. */
const contents = z.strictObject({
  format: z.literal(1),
  version: z.string(),
  centreId: z.string(),
  city: z.string(),
  takenAt: z.number(),
  /** The log's head: a chain that ends here is this centre's, event for event. */
  head: z.strictObject({ seq: z.number(), hash: z.string(), epoch: z.number() }).nullable(),
  ledger: z.record(z.string(), z.number()),
  migrations: z.array(z.string()),
  tables: z.array(table),
  files: z.array(file),
  /** Names every recording with its hash; the recordings themselves lie once beside all backups. */
  recordings: file.extend({ count: z.number(), soundBytes: z.number() }),
  /** What was found amiss at the source and copied as it was. */
  findings: z.array(z.string()),
  keys: z.string(),
});
const manifest = z.strictObject({ contents, signature: z.string() });

export type BackupFile = z.infer<typeof file>;
export type CopiedTable = z.infer<typeof table>;
export type Contents = z.infer<typeof contents>;

/** Names the instance whose keys open a backup: the public half of its signing key, shortened. */
export const fingerprintOf = (keys: InstanceKeys): string =>
  createHash("sha256").update(publicBytes(keys)).digest("hex").slice(0, 16);

/** The signed text of a backup's `manifest.json`. */
export function sealManifest(keys: InstanceKeys, said: Contents): string {
  // Read through the schema, so that members stand in one order whoever wrote them.
  const ordered = contents.parse(said);
  const signature = sign(null, Buffer.from(JSON.stringify(ordered)), signingKey(keys)).toString("base64");
  return `${JSON.stringify({ contents: ordered, signature }, null, 1)}\n`;
}

/** Null when the text is no manifest, or (with keys) not signed by this instance. */
export function openManifest(text: string, keys: InstanceKeys | null): Contents | null {
  const parsed = manifest.safeParse(parse(text));
  if (!parsed.success) return null;
  const { contents: said, signature } = parsed.data;
  if (keys === null) return said;
  const signed = Buffer.from(JSON.stringify(said));
  return verify(null, signed, createPublicKey(signingKey(keys)), Buffer.from(signature, "base64")) ? said : null;
}

/** Ed25519 (RFC 8032) from a seed of its own: an auditor may be given the public half, which opens nothing. */
function signingKey(keys: InstanceKeys): KeyObject {
  const seed = Buffer.from(hkdfSync("sha256", keys.link, "siaga112", "log head", 32));
  const pkcs8 = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
}

const publicBytes = (keys: InstanceKeys): Buffer =>
  createPublicKey(signingKey(keys)).export({ format: "der", type: "spki" });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
