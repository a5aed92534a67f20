/**
 * Speaks the prompts into `prompts/<language>/<name>.al` (raw A-law, 8 kHz). Run by hand when a sentence changes:
 * `node packages/media/prompts/render.ts`. Needs espeak-ng and sox; the files are committed, so nobody else does.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Prompt = { readonly text: string; /** s of silence after the words */ readonly pause: number };

const folder = import.meta.dirname;
const speeds: Readonly<Record<string, string>> = { id: "165" };

function render(language: string, name: string, prompt: Prompt, scratch: string): void {
  const spoken = join(scratch, "spoken.wav");
  execFileSync("espeak-ng", ["-v", language, "-s", speeds[language] ?? "165", "-g", "2", "-w", spoken, prompt.text]);
  const file = join(folder, language, `${name}.al`);
  const target = ["-t", "raw", "-e", "a-law", "-r", "8000", "-c", "1", file];
  const trim = ["silence", "1", "0.05", "0.5%", "reverse", "silence", "1", "0.05", "0.5%", "reverse"];
  // The telephone band, then one loudness for all: peaks 3 dB below full scale, loud parts drawn together before.
  const band = [
    "highpass",
    "200",
    "lowpass",
    "3400",
    "gain",
    "-8",
    "compand",
    "0.01,0.2",
    "6:-40,-18,0,-9",
    "norm",
    "-3",
  ];
  execFileSync("sox", ["-D", spoken, ...target, ...trim, ...band, "pad", "0.1", String(prompt.pause)]);
  console.log(`${language}/${name}  ${(readFileSync(file).length / 8000).toFixed(1)} s`);
}

/** The ringing an Indonesian caller knows: 425 Hz, one second on, four off (ITU-T E.180 Supplement 2). */
function renderRingback(language: string): void {
  const file = join(folder, language, "ringback.al");
  const target = ["-t", "raw", "-e", "a-law", "-r", "8000", "-c", "1", file];
  execFileSync("sox", ["-n", "-r", "8000", ...target, "synth", "1", "sine", "425", "vol", "0.2", "pad", "0", "4"]);
}

const scratch = mkdtempSync(join(tmpdir(), "prompts-"));
for (const language of Object.keys(speeds)) {
  mkdirSync(join(folder, language), { recursive: true });
  const prompts = JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Record<string, Prompt>;
  for (const [name, prompt] of Object.entries(prompts)) render(language, name, prompt, scratch);
  renderRingback(language);
}
rmSync(scratch, { recursive: true });
