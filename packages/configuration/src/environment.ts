/** Environment variables and the key of the configuration file each stands for. The environment wins. */
export const environmentKeys = {
  SIAGA_CITY: "city",
  SIAGA_DATA_DIR: "dataDir",
  SIAGA_HTTP_ADDRESS: "http.address",
  SIAGA_HTTP_PORT: "http.port",
  SIAGA_HTTPS_PORT: "http.httpsPort",
  SIAGA_HTTPS_CERTIFICATE: "http.certificateFile",
  SIAGA_HTTPS_KEY: "http.keyFile",
  SIAGA_SIP_ADDRESS: "sip.address",
  SIAGA_SIP_PORT: "sip.port",
  SIAGA_SIP_PUBLIC_ADDRESS: "sip.publicAddress",
  SIAGA_RTP_PORTS: "rtpPorts",
  SIAGA_MEDIA_ADDRESSES: "mediaAddresses",
  SIAGA_TURN_SECRET_FILE: "turnSecretFile",
  SIAGA_EXCHANGE_LINK: "exchangeLink",
  SIAGA_CENTRE_ID: "centreId",
  SIAGA_RESTART_AFTER: "restartAfter",
  SIAGA_BACKUP_TO: "backup.to",
  SIAGA_BACKUP_AT: "backup.at",
  SIAGA_BACKUP_KEEP: "backup.keep",
  SIAGA_DISK_GIGABYTES: "disk.leastGigabytes",
  SIAGA_DISK_PERCENT: "disk.leastPercent",
  SIAGA_TRIAGE_POLICY: "triagePolicyFile",
  SIAGA_LOG_LEVEL: "logLevel",
  DATABASE_URL: "databaseUrl",
} as const;

const numeric = new Set([
  "http.port",
  "http.httpsPort",
  "sip.port",
  "restartAfter",
  "backup.keep",
  "disk.leastGigabytes",
  "disk.leastPercent",
]);

/** The name a person set: `http.port` → `SIAGA_HTTP_PORT`. */
export const variableFor = (key: string): string | null =>
  Object.entries(environmentKeys).find(([, path]) => path === key)?.[0] ?? null;

/** Lays the environment over the file's content; values stay raw where they cannot be read, for the schema to name. */
export function overlay(file: Record<string, unknown>, env: NodeJS.ProcessEnv): Record<string, unknown> {
  const result = structuredClone(file);
  for (const [variable, path] of Object.entries(environmentKeys)) {
    const value = env[variable];
    if (value === undefined || value === "") continue;
    place(result, path.split("."), convert(path, value));
  }
  return result;
}

function convert(path: string, value: string): unknown {
  if (numeric.has(path)) return /^\d+(\.\d+)?$/.test(value) ? Number(value) : value;
  if (path === "mediaAddresses") return value.split(",").map((part) => part.trim());
  return value;
}

function place(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = "", ...rest] = path;
  if (rest.length === 0) target[head] = value;
  else {
    const inner = target[head];
    if (inner === undefined) target[head] = {};
    if (typeof target[head] === "object" && target[head] !== null)
      place(target[head] as Record<string, unknown>, rest, value);
  }
}
