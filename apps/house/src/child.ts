import { type ChildProcess, spawn } from "node:child_process";

/** A process of the centre that the house starts, watches and starts again. */
export type Child = {
  readonly name: string;
  /** Resolves at the first `ready`; rejects with the child's last words when it ends before. */
  readonly ready: Promise<void>;
  /** SIGTERM, and SIGKILL when it has not ended after `grace` ms. */
  stop(grace: number): Promise<void>;
  pid(): number | null;
};

export type ChildOptions = {
  readonly name: string;
  readonly script: string;
  readonly env: NodeJS.ProcessEnv;
  /** ms before it is started again, at least; doubled at each quick death up to 10 s. */
  readonly restartAfter: number;
  readonly onDeath: (name: string, how: string) => void;
};

/** Exit code of a process that cannot run with this configuration (sysexits EX_CONFIG): starting it again cannot help. */
export const unusable = 78;

export function startChild(options: ChildOptions): Child {
  let child: ChildProcess | null = null;
  let stopping = false;
  let delay = options.restartAfter;
  let again: NodeJS.Timeout | null = null;
  const ready = Promise.withResolvers<void>();

  const begin = (): void => {
    const startedAt = performance.now();
    let lastWords = "";
    // A group of its own: Ctrl-C reaches the house alone, which then stops everything in order.
    child = spawn(process.execPath, [options.script], {
      env: options.env,
      detached: true,
      stdio: ["ignore", "inherit", "pipe", "ipc"],
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      lastWords = (lastWords + chunk.toString()).slice(-4000);
      process.stderr.write(chunk);
    });
    child.on("message", (message) => {
      if ((message as { ready?: boolean }).ready) ready.resolve();
    });
    child.on("exit", (code, signal) => {
      child = null;
      if (stopping) return;
      ready.reject(new Error(lastWords.trim() || `${options.name} ended (${signal ?? code}) before it was ready`));
      if (code === unusable) return;
      const livedWell = performance.now() - startedAt > 10_000;
      delay = Math.max(options.restartAfter, livedWell ? 0 : Math.min(10_000, Math.max(100, delay * 2)));
      options.onDeath(options.name, `${signal ?? code}`);
      again = setTimeout(begin, delay);
    });
  };
  begin();
  ready.promise.catch(() => {});

  return {
    name: options.name,
    ready: ready.promise,
    pid: () => child?.pid ?? null,
    async stop(grace) {
      stopping = true;
      if (again) clearTimeout(again);
      const running = child;
      if (!running || running.exitCode !== null) return;
      const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      running.kill("SIGTERM");
      const force = setTimeout(() => running.kill("SIGKILL"), grace);
      await ended;
      clearTimeout(force);
    },
  };
}
