import "reflect-metadata";
import { webcrypto, X509Certificate as NodeCertificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import * as x509 from "@peculiar/x509";
import type { Configuration } from "@siaga/configuration";

x509.cryptoProvider.set(webcrypto as Crypto);

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const day = 86_400_000;

/**
 * Makes the local certificate authority at the first start and keeps the server's certificate true to this machine's
 * names and addresses. Does nothing when certificate files are configured.
 */
export async function keepLocalCertificate(configuration: Configuration, now: number): Promise<void> {
  const { localCaFile, certificateFile, keyFile } = configuration.http;
  if (localCaFile === null) return;
  const folder = dirname(localCaFile);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const caKeyFile = join(folder, "ca.key");
  if (!existsSync(localCaFile) || !existsSync(caKeyFile)) await makeAuthority(localCaFile, caKeyFile, now);
  if (!isStillTrue(certificateFile, keyFile, localCaFile, now))
    await makeServerCertificate({ caFile: localCaFile, caKeyFile, certificateFile, keyFile, now });
}

async function makeAuthority(file: string, keyFile: string, now: number): Promise<void> {
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Siaga 112 local CA (${hostname()})`,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 3650 * day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey as CryptoKey),
    ],
  });
  await writeKey(keyFile, keys.privateKey as CryptoKey);
  writeFileSync(file, certificate.toString("pem"), { mode: 0o644 });
}

type ServerFiles = {
  readonly caFile: string;
  readonly caKeyFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly now: number;
};

async function makeServerCertificate({ caFile, caKeyFile, certificateFile, keyFile, now }: ServerFiles): Promise<void> {
  const authority = new x509.X509Certificate(readFileSync(caFile, "utf8"));
  const signingKey = await readSigningKey(caKeyFile);
  const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
  const certificate = await x509.X509CertificateGenerator.create({
    subject: `CN=${hostname()}`,
    issuer: authority.subject,
    notBefore: new Date(now - day),
    // Browsers refuse server certificates longer than 398 days; renewed at every start within the last 30.
    notAfter: new Date(now + 397 * day),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey as CryptoKey,
    signingKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        ownNames().map((name) => ({ type: /^[\d.]+$|:/.test(name) ? "ip" : "dns", value: name })),
      ),
    ],
  });
  await writeKey(keyFile, keys.privateKey as CryptoKey);
  writeFileSync(certificateFile, certificate.toString("pem") + "\n" + authority.toString("pem"), { mode: 0o644 });
}

/** Every name and address a desk may reach this machine by. */
export function ownNames(): string[] {
  const addresses = Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).filter((entry) => !entry.address.startsWith("fe80")).map((entry) => entry.address),
  );
  return [...new Set(["localhost", hostname(), ...addresses])];
}

function isStillTrue(certificateFile: string, keyFile: string, caFile: string, now: number): boolean {
  if (!existsSync(certificateFile) || !existsSync(keyFile)) return false;
  const certificate = new NodeCertificate(readFileSync(certificateFile));
  if (!certificate.checkIssued(new NodeCertificate(readFileSync(caFile)))) return false;
  if (Date.parse(certificate.validTo) - now < 30 * day) return false;
  return ownNames().every(
    (name) => (/^[\d.]+$|:/.test(name) ? certificate.checkIP(name) : certificate.checkHost(name)) !== undefined,
  );
}

async function writeKey(file: string, key: CryptoKey): Promise<void> {
  const bytes = await webcrypto.subtle.exportKey("pkcs8", key);
  writeFileSync(file, x509.PemConverter.encode(bytes, "PRIVATE KEY"), { mode: 0o600 });
}

async function readSigningKey(file: string): Promise<CryptoKey> {
  const bytes = x509.PemConverter.decode(readFileSync(file, "utf8"))[0];
  if (bytes === undefined)
    throw new Error(`${file} holds no private key; remove the folder it is in to make a new local CA.`);
  return (await webcrypto.subtle.importKey("pkcs8", bytes, algorithm, true, ["sign"])) as CryptoKey;
}
