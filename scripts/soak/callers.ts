import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { toneBytes } from "@siaga/media/instrument";
import { callerTone } from "../../bench/sip/desk-words.ts";
import { freeSipPort } from "../../scenarios/live/instance.ts";
import { type Behaviour, behaviours } from "./behaviours.ts";
import type { SoakSize } from "./check.ts";

/** What one behaviour's sipp counted at its end; `last`: what it said of its failures. */
export type Counted = {
  readonly name: string;
  readonly created: number;
  readonly succeeded: number;
  readonly failed: number;
  readonly last: string;
};

/** One sipp a behaviour, all at once, each with its share of the rate. */
export async function playBehaviours(sipPort: number, size: SoakSize): Promise<readonly Counted[]> {
  const folder = mkdtempSync(join(tmpdir(), "soak-"));
  const sound = join(folder, "tone.al");
  writeFileSync(sound, toneBytes(callerTone, 5_000));
  const all = behaviours.map((behaviour) => play(behaviour, { folder, sound, sipPort, size }));
  const counted = await Promise.all(all);
  rmSync(folder, { recursive: true, force: true });
  return counted;
}

/** What sipp writes of a call that did not go as its scenario says; a wait that ran out is how the scenarios take turns. */
const failure = /(?:Aborting call|Dead call|Unexpected|Failed|Overload)[^]*?(?=\n\d{4}-\d\d-\d\d\s|$)/g;

type Where = {
  readonly folder: string;
  readonly sound: string;
  readonly sipPort: number;
  readonly size: SoakSize;
};

async function play(behaviour: Behaviour, { folder, sound, sipPort, size }: Where): Promise<Counted> {
  const short = behaviour.name.replaceAll(" ", "-");
  const [file, figures, errors] = ["xml", "csv", "log"].map((ending) => join(folder, `${short}.${ending}`)) as [
    string,
    string,
    string,
  ];
  writeFileSync(file, behaviour.scenario(sound));
  const rate = Math.max(1, Math.round((size.rate * behaviour.share) / 100));
  const calls = Math.max(1, Math.round(rate * size.minutes));
  const port = await freeSipPort();
  const target = ["-sf", file, "-s", "112", "-i", "127.0.0.1", "-p", `${port}`, `127.0.0.1:${sipPort}`];
  const pace = ["-r", `${rate}`, "-rp", "60000", "-m", `${calls}`, "-l", "1000"];
  // A centre that hangs up first is no failure: the scenarios say what follows.
  const counts = ["-trace_stat", "-stf", figures, "-fd", "5", "-trace_err", "-error_file", errors];
  const child = spawn("sipp", [...target, ...pace, ...counts, "-nostdin"], { cwd: folder, stdio: "ignore" });
  await once(child, "close");
  const [names = "", ...lines] = read(figures).trim().split("\n");
  const row = new Map((lines.at(-1) ?? "").split(";").map((value, at) => [names.split(";")[at] ?? "", value]));
  const count = (name: string): number => Number(row.get(name) ?? 0);
  return {
    name: behaviour.name,
    created: count("TotalCallCreated"),
    succeeded: count("SuccessfulCall(C)"),
    failed: count("FailedCall(C)"),
    last: (read(errors).match(failure) ?? []).slice(-5).join("\n").slice(0, 6_000),
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
