/**
 * Speaks the prompts into `prompts/<language>/<name>.al` (raw A-law, 8 kHz). Run by hand when a sentence changes:
 * `node packages/media/prompts/render.ts`. Needs espeak-ng and sox; the files are committed, so nobody else does.
 * It speaks those whose names contain a word of the command line; without words, all.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

type Prompt = {
  readonly text: string;
  /** s of silence after the words */ readonly pause: number;
  /** s the words may last: spoken as slowly as that allows */ readonly within?: number;
};

const folder = import.meta.dirname;
/** Words a minute, by language. */
const speeds: Readonly<Record<string, number>> = { id: 165 };
/** Faster than this espeak-ng is not understood on a telephone. */
const fastest = 290;
/** Words within this (s) follow one another without pauses: their time is needed. A stop inside a word is shorter. */
const unpaused = 2;
/** s of silence before the words, and before those that are to be short. */
const lead = 0.1;
const shortLead = 0.02;

const raw = (file: string): string[] => ["-t", "raw", "-e", "a-law", "-r", "8000", "-c", "1", file];
const seconds = (file: string): number => readFileSync(file).length / 8000;

function render(language: string, name: string, prompt: Prompt, scratch: string): void {
  const file = join(folder, language, `${name}.al`);
  const usual = speeds[language] ?? 165;
  let speed = usual;
  do speak({ language, speed, gap: speed === usual ? 2 : 0 }, prompt, file, scratch);
  while (seconds(file) - prompt.pause > (prompt.within ?? Number.POSITIVE_INFINITY) && (speed += 1) <= fastest);
  console.log(`${language}/${name}  ${seconds(file).toFixed(2)} s at ${speed} words a minute`);
}

type Speaking = {
  readonly language: string;
  readonly speed: number;
  /** 10 ms of silence between two words */ readonly gap: number;
};

function speak({ language, speed, gap }: Speaking, prompt: Prompt, file: string, scratch: string): void {
  const spoken = join(scratch, "spoken.wav");
  const words = ["-v", language, "-s", String(speed), "-g", String(gap), "-w", spoken, prompt.text];
  execFileSync("espeak-ng", words);
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
  const squeeze = ["silence", "-l", "1", "0.01", "0.5%", "-1", "0.06", "0.5%"];
  const short = prompt.within === undefined || prompt.within > unpaused ? [] : squeeze;
  const pad = ["pad", String(prompt.within === undefined ? lead : shortLead), String(prompt.pause)];
  execFileSync("sox", ["-D", spoken, ...raw(file), ...trim, ...short, ...band, ...pad]);
}

/** The ringing an Indonesian caller knows: 425 Hz, one second on, four off (ITU-T E.180 Supplement 2). */
function renderRingback(language: string): void {
  const file = join(folder, language, "ringback.al");
  execFileSync("sox", ["-n", "-r", "8000", ...raw(file), "synth", "1", "sine", "425", "vol", "0.2", "pad", "0", "4"]);
}

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((word) => name.includes(word));
const scratch = mkdtempSync(join(tmpdir(), "prompts-"));
for (const language of Object.keys(speeds)) {
  mkdirSync(join(folder, language), { recursive: true });
  const prompts = JSON.parse(readFileSync(join(folder, `${language}.json`), "utf8")) as Record<string, Prompt>;
  for (const [name, prompt] of Object.entries(prompts)) if (isWanted(name)) render(language, name, prompt, scratch);
  if (isWanted("ringback")) renderRingback(language);
}
rmSync(scratch, { recursive: true });
