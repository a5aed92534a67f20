import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { LineSetting } from "@siaga/contracts/exchange-link";
import { normalPolicy, type Policy } from "@siaga/core";
import type { Configuration, TrunkConfiguration } from "./configuration.ts";
import { iceMistakes } from "./ice.ts";
import { overlay, variableFor } from "./environment.ts";
import { type ConfigurationFile, fileSchema, rangeOf } from "./schema.ts";
import { readTriagePolicy } from "./triage-policy.ts";
import { demoPhonesPort, loopbackTrunk, resolveTrunks } from "./trunks.ts";

/** Unusable configuration: one sentence a mistake, naming the key, the value and the accepted form. */
export type RefusedConfiguration = { readonly ok: false; readonly sentences: readonly string[] };

const emergencyLine: LineSetting = { line: "112", dialled: ["112"], name: "112 Darurat", test: false, recorded: true };
const demoLines: readonly LineSetting[] = [
  emergencyLine,
  { line: "110", dialled: ["110"], name: "110 Polisi", test: false, recorded: true },
  { line: "113", dialled: ["113"], name: "113 Damkar", test: false, recorded: true },
  { line: "119", dialled: ["119"], name: "119 Medis", test: false, recorded: true },
  { line: "uji", dialled: ["1129"], name: "Saluran uji", test: true, recorded: false },
];

/**
 * Reads `SIAGA_CONFIG` (else `siaga.json` in the working folder, when there), lays the environment over it and resolves
 * every path and port. Pure but for reading the file.
 */
export function readConfiguration(
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = process.cwd(),
): { readonly ok: true; readonly configuration: Configuration } | RefusedConfiguration {
  const file = readFile(env, cwd);
  if (!file.ok) return file;
  const parsed = fileSchema.safeParse(overlay(file.content, env));
  if (!parsed.success)
    return {
      ok: false,
      sentences: parsed.error.issues.flatMap((issue) => sentencesOf(issue, file.name, overlay(file.content, env))),
    };
  const trunks = resolveTrunks(parsed.data.sip.trunks, env, cwd);
  if (!trunks.ok) return trunks;
  const resolved = resolveAll(parsed.data, trunks.trunks, cwd, env["SIAGA_CALLERS"] !== "off");
  const triage = triageOf(parsed.data, resolved, cwd);
  if (!triage.ok) return triage;
  const configuration = { ...resolved, triage: triage.setting };
  const clashes = [...portClashes(configuration), ...iceMistakes(configuration)];
  return clashes.length > 0 ? { ok: false, sentences: clashes } : { ok: true, configuration };
}

type FileRead = { readonly ok: true; readonly content: Record<string, unknown>; readonly name: string };

/** The file `readConfiguration` reads, whether it is there or not. */
export const configurationFile = (env: NodeJS.ProcessEnv = process.env, cwd: string = process.cwd()): string =>
  resolve(cwd, env["SIAGA_CONFIG"] ?? "siaga.json");

function readFile(env: NodeJS.ProcessEnv, cwd: string): FileRead | RefusedConfiguration {
  const named = env["SIAGA_CONFIG"];
  const path = configurationFile(env, cwd);
  if (!existsSync(path)) {
    if (named === undefined) return { ok: true, content: {}, name: "siaga.json" };
    return {
      ok: false,
      sentences: [`SIAGA_CONFIG is "${named}": there is no such file; give the path of a JSON file.`],
    };
  }
  try {
    const content: unknown = JSON.parse(readFileSync(path, "utf8"));
    if (typeof content === "object" && content !== null && !Array.isArray(content))
      return { ok: true, content: content as Record<string, unknown>, name: path };
    return { ok: false, sentences: [`${path} must hold one JSON object, such as { "http": { "port": 8112 } }.`] };
  } catch (error) {
    return { ok: false, sentences: [`${path} cannot be read as JSON: ${(error as Error).message}`] };
  }
}

type Issue = {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string;
  readonly keys?: readonly string[];
};

function sentencesOf(issue: Issue, file: string, content: unknown): string[] {
  const key = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys")
    return (issue.keys ?? []).map(
      (name) =>
        `${[key, name].filter(Boolean).join(".")} (in ${file}) is not a key of the configuration; remove it or check its spelling.`,
    );
  const variable = variableFor(key);
  const value = issue.path.reduce<unknown>(
    (inner, part) => (inner as Record<PropertyKey, unknown> | undefined)?.[part],
    content,
  );
  const where = variable ? `${key} (${variable})` : `${key} (in ${file})`;
  // Somebody may have written a password where a reference belongs.
  const shown = key.endsWith(".account") && value !== undefined ? "not usable" : (JSON.stringify(value) ?? "missing");
  return [`${where} is ${shown}: accepted is ${issue.message.replace(/^Invalid (input|option): expected /, "")}.`];
}

function resolveAll(
  file: ConfigurationFile,
  trunks: readonly TrunkConfiguration[],
  cwd: string,
  phones: boolean,
): Omit<Configuration, "triage"> {
  const dataDir = resolve(cwd, file.dataDir ?? "var");
  const city = file.city ?? rememberedCity(dataDir) ?? "demo";
  const configuredCertificate = file.http.certificateFile !== undefined && file.http.keyFile !== undefined;
  const rtp = rangeOf(file.rtpPorts);
  const deskPortCount = Math.min(100, Math.floor((rtp.last - rtp.first + 1) / 4));
  const lines = file.lines ?? (city === "demo" ? demoLines : [emergencyLine]);
  return {
    city,
    dataDir,
    http: {
      address: file.http.address,
      port: file.http.port,
      httpsPort: file.http.httpsPort ?? file.http.port + 1,
      certificateFile: configuredCertificate
        ? resolve(cwd, file.http.certificateFile ?? "")
        : join(dataDir, "tls", "server.crt"),
      keyFile: configuredCertificate ? resolve(cwd, file.http.keyFile ?? "") : join(dataDir, "tls", "server.key"),
      localCaFile: configuredCertificate ? null : join(dataDir, "tls", "ca.crt"),
    },
    deskPorts: { http: file.http.port + 2, https: file.http.port + 3 },
    sip: {
      address: file.sip.address,
      port: file.sip.port,
      publicAddress: file.sip.publicAddress,
      country: file.sip.country,
      trunks: trunks.length > 0 ? trunks : [loopbackTrunkOf(file.sip.port, phones && city === "demo")],
      trunksConfigured: trunks.length > 0,
      incomingReserve: file.sip.incomingReserve / 100,
      nameServers: file.sip.nameServers,
    },
    rtpPorts: { first: rtp.first, last: rtp.last - deskPortCount },
    deskMediaPorts: { first: rtp.last - deskPortCount + 1, last: rtp.last },
    mediaAddresses: file.mediaAddresses,
    iceServers: file.iceServers.map(({ credentialFile, ...server }) => ({
      ...server,
      credentialFile: credentialFile === null ? null : resolve(cwd, credentialFile),
    })),
    turnSecretFile: file.turnSecretFile === null ? null : resolve(cwd, file.turnSecretFile),
    lines,
    policy: policyOf(file, lines),
    databaseUrl: file.databaseUrl,
    exchangeLink: file.exchangeLink ?? socketPath(dataDir, "exchange.sock"),
    centreId: file.centreId,
    restartAfter: file.restartAfter,
    backup: {
      to: file.backup.to === null ? null : resolve(cwd, file.backup.to),
      at: Number(file.backup.at.slice(0, 2)) * 60 + Number(file.backup.at.slice(3)),
      keep: file.backup.keep,
    },
    disk: { leastBytes: file.disk.leastGigabytes * 1e9, leastShare: file.disk.leastPercent / 100 },
    logLevel: file.logLevel,
  };
}

/** The demo city's agencies answer on this machine, ten ports above ours. */
const loopbackTrunkOf = (port: number, phones: boolean): TrunkConfiguration =>
  phones ? { ...loopbackTrunk, peer: `sip:127.0.0.1:${port + 10}` } : loopbackTrunk;

/** A file named and not there is a mistake of spelling; the one in the data folder is made by the first change. */
function triageOf(
  { triagePolicyFile: named }: ConfigurationFile,
  { dataDir, city }: Pick<Configuration, "dataDir" | "city">,
  cwd: string,
): { readonly ok: true; readonly setting: Configuration["triage"] } | RefusedConfiguration {
  const file = named === undefined ? join(dataDir, "triage-policy.json") : resolve(cwd, named);
  if (named !== undefined && !existsSync(file)) {
    const accepted = "accepted is the path of a policy file that is there.";
    return { ok: false, sentences: [`triagePolicyFile (SIAGA_TRIAGE_POLICY) is "${named}": ${accepted}`] };
  }
  const read = readTriagePolicy(file, city);
  return read.ok ? { ok: true, setting: { file, order: read.order, parameters: read.parameters } } : read;
}

function policyOf(file: ConfigurationFile, lines: readonly LineSetting[]): Policy {
  const tuned = Object.fromEntries(Object.entries(file.policy).filter(([, value]) => value !== undefined));
  return {
    ...normalPolicy,
    ...tuned,
    fallback: file.fallback,
    recordedLines: lines.filter((line) => line.recorded).map((line) => line.line),
  };
}

/** A data folder keeps the city it was begun with. */
function rememberedCity(dataDir: string): "demo" | "empty" | null {
  const mark = join(dataDir, "city");
  if (!existsSync(mark)) return null;
  const content = readFileSync(mark, "utf8").trim();
  return content === "demo" || content === "empty" ? content : null;
}

/** A unix socket's path may hold 107 bytes (sun_path); a deep data folder gets a short place of its own. */
export function socketPath(dataDir: string, name: string): string {
  const inside = join(dataDir, "run", name);
  if (Buffer.byteLength(inside) <= 100) return inside;
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 12);
  return join(tmpdir(), `siaga-${hash}`, name);
}

function portClashes(configuration: Configuration): string[] {
  const phones = demoPhonesPort(configuration.sip);
  const named: readonly (readonly [string, number])[] = [
    ["http.port", configuration.http.port],
    ["http.httpsPort", configuration.http.httpsPort],
    ["the desks' port (http.port + 2)", configuration.deskPorts.http],
    ["the desks' TLS port (http.port + 3)", configuration.deskPorts.https],
    ["sip.port", configuration.sip.port],
    ...(phones === null ? [] : [["the demo agencies' telephones (sip.port + 10)", phones] as const]),
  ];
  const sentences = named.flatMap(([name, value], index) =>
    named
      .slice(index + 1)
      .filter(([, other]) => other === value)
      .map(([other]) => `${name} and ${other} are both ${value}: give each a port of its own.`),
  );
  const { port } = configuration.sip;
  if (port >= configuration.rtpPorts.first && port <= configuration.deskMediaPorts.last)
    sentences.push(
      `sip.port (SIAGA_SIP_PORT) ${port} lies inside rtpPorts (SIAGA_RTP_PORTS): choose a range without it.`,
    );
  if (configuration.deskPorts.https > 65535)
    sentences.push(
      `http.port (SIAGA_HTTP_PORT) is ${configuration.http.port}: accepted is at most 65532, because desks use the three ports after it.`,
    );
  return sentences;
}
