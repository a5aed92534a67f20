import { type ChildProcess, spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

/** A whole centre of its own on free ports, started as a user starts it. */
export type Instance = {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly httpPort: number;
  readonly sipPort: number;
  readonly console: string;
  /** ms from the command to its last line. */
  readonly startedIn: number;
  said(): string;
  /** Runs `siaga <words>` against it and returns what it printed. */
  siaga(...words: string[]): Promise<string>;
  /** Process ids of its parts by name, e.g. `centre`. */
  pidOf(name: string): number;
  stop(): Promise<void>;
  /** Stops it and starts it again on the same data. */
  restart(): Promise<Instance>;
};

export type InstanceOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly demo?: boolean;
  readonly dataDir?: string;
  readonly keepData?: boolean;
};

/** Starts `npm start`'s script with free ports and no synthetic callers; resolves when it says it runs. */
export async function startInstance(options: InstanceOptions = {}): Promise<Instance> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), "siaga-"));
  const httpPort = await freeBlock(4);
  const sipPort = await freeSipPort();
  const rtpFirst = 10_000 + 2 * Math.floor(Math.random() * 10_000);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    SIAGA_DATA_DIR: dataDir,
    SIAGA_HTTP_PORT: String(httpPort),
    SIAGA_SIP_PORT: String(sipPort),
    SIAGA_RTP_PORTS: `${rtpFirst}-${rtpFirst + 1999}`,
    SIAGA_CALLERS: "off",
    SIAGA_LOG_LEVEL: "warn",
    ...options.env,
  };
  delete env["NODE_TEST_CONTEXT"];
  return begin({ env, dataDir, httpPort, sipPort, options });
}

type Place = {
  readonly env: NodeJS.ProcessEnv;
  readonly dataDir: string;
  readonly httpPort: number;
  readonly sipPort: number;
  readonly options: InstanceOptions;
};

async function begin(place: Place): Promise<Instance> {
  const { env, dataDir, httpPort, sipPort, options } = place;
  const begun = performance.now();
  const house = spawn(process.execPath, ["start.mjs", ...(options.demo === false ? ["--no-demo"] : [])], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [house.stdout, house.stderr])
    stream.on("data", (chunk: Buffer) => void (said += chunk.toString()));
  await untilRunning(house, () => said);
  const stop = async (): Promise<void> => {
    await end(house);
    if (!options.keepData && options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    env,
    dataDir,
    httpPort,
    sipPort,
    stop,
    console: `http://127.0.0.1:${httpPort}`,
    startedIn: performance.now() - begun,
    said: () => said,
    siaga: (...words) => siaga(env, words),
    pidOf: (name) => childOf(house.pid ?? 0, name),
    restart: async () => {
      await end(house);
      return begin(place);
    },
  };
}

function untilRunning(house: ChildProcess, said: () => string): Promise<void> {
  return new Promise((done, fail) => {
    const look = setInterval(() => {
      if (said().includes("Ctrl-C")) {
        clearInterval(look);
        done();
      }
    }, 20);
    house.once("exit", (code) => {
      clearInterval(look);
      fail(new Error(`the house ended with ${code}:\n${said()}`));
    });
  });
}

async function end(house: ChildProcess): Promise<void> {
  if (house.exitCode !== null || house.signalCode !== null) return;
  const ended = new Promise((done) => house.once("exit", done));
  house.kill("SIGTERM");
  await ended;
}

function siaga(env: NodeJS.ProcessEnv, words: readonly string[]): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, ["apps/house/src/siaga.ts", ...words], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let out = "";
    let wrong = "";
    child.stdout.on("data", (chunk: Buffer) => void (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => void (wrong += chunk.toString()));
    child.once("exit", (code) => (code === 0 ? done(out) : fail(new Error(wrong || out))));
  });
}

/** The house's child running `apps/<name>/…` (Linux: /proc). */
function childOf(parent: number, name: string): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim().split(" ").map(Number);
  const found = children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`/apps/${name}/`));
  if (found === undefined) throw new Error(`no ${name} runs under ${parent}`);
  return found;
}

/** First of `count` consecutive free TCP ports. */
export async function freeBlock(count: number): Promise<number> {
  for (;;) {
    const first = 42_000 + Math.floor(Math.random() * 18_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isTcpFree(first + index)));
    if (free.every(Boolean)) return first;
  }
}

/** A port free for UDP and TCP alike. */
export async function freeSipPort(): Promise<number> {
  for (;;) {
    // Above every instance's RTP, below every instance's HTTP.
    const port = 32_000 + Math.floor(Math.random() * 9_000);
    if ((await isTcpFree(port)) && (await isUdpFree(port))) return port;
  }
}

const isTcpFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen({ port, host: "0.0.0.0", exclusive: true }, () => server.close(() => done(true)));
  });

const isUdpFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = createSocket("udp4");
    socket.once("error", () => done(false));
    socket.bind({ port, exclusive: true }, () => socket.close(() => done(true)));
  });
