/** Renders the callers' voices from callers.json (espeak-ng and sox must be there): `node apps/callers/render.ts`. Run by hand; the files are committed. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Voice = {
  readonly id: string;
  readonly voice: string | null;
  readonly pitch?: number;
  readonly text: string | null;
};

const folder = import.meta.dirname;
const voices = JSON.parse(readFileSync(join(folder, "callers.json"), "utf8")) as readonly Voice[];
const scratch = mkdtempSync(join(tmpdir(), "voices-"));

function run(program: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args);
  if (status !== 0) throw new Error(`${program} failed: ${stderr}`);
}

for (const each of voices) speak(each);

function speak({ id, voice, pitch = 50, text }: Voice): void {
  if (voice === null || text === null) return;
  const wav = join(scratch, `${id}.wav`);
  run("espeak-ng", ["-v", voice, "-s", "155", "-p", String(pitch), "-w", wav, text]);
  run("sox", [
    wav,
    "-r",
    "8000",
    "-c",
    "1",
    "-e",
    "a-law",
    "-t",
    "raw",
    join(folder, "audio", `${id}.al`),
    "norm",
    "-4",
  ]);
}
const phones = JSON.parse(readFileSync(join(folder, "phones.json"), "utf8")) as Voice;
speak({ ...phones, id: "ruang-jaga" });
rmSync(scratch, { recursive: true });
