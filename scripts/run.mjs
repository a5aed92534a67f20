// Old Node can parse this file: it finds the Node this product brings (npm platform packages), or says what to do.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const needed = 24;

/** Runs a TypeScript file of ours in this Node when it is new enough, else in the one from node_modules. */
export async function run(script, args) {
  const path = resolve(root, script);
  if (Number(process.versions.node.split(".")[0]) >= needed) {
    process.argv = [process.execPath, path, ...args];
    await import(pathToFileURL(path).href);
    return;
  }
  const brought = join(root, "node_modules", ".bin", "node");
  if (!existsSync(brought)) {
    console.error(
      `Siaga 112 needs Node ${needed} or newer; this is ${process.version} and no newer one was installed beside it.\n` +
        `Run "npm ci" (it brings Node for Linux on x64 and arm64), or install Node ${needed} and try again.`,
    );
    process.exit(78);
  }
  const child = spawn(brought, [path, ...args], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await run(process.argv[2], process.argv.slice(3));
