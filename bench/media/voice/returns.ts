/** How a prompt comes back from a caller's telephone: over a hybrid, through a mobile network's codec, from a loudspeaker's room. */
import { execFileSync } from "node:child_process";
import { bell, chanceFrom } from "./chance.ts";
import type { Sound } from "./noises.ts";

export type Path = "hybrid" | "mobile" | "loudspeaker";
export type Return = {
  readonly path: Path;
  /** Echo return loss, dB: how much fainter than what was sent. */ readonly loss: number;
  /** ms */ readonly delay: number;
};

const rate = 8000;

/** Where two wires become four the echo lasts some milliseconds (as the models of ITU-T G.168 do). */
const hybrid = (chance: () => number): Sound =>
  Float64Array.from({ length: 48 }, (_, at) => bell(chance) * Math.exp(-Math.abs(at - 8) / 8));

/** A room: 60 dB less after a third of a second. */
const room = (chance: () => number): Sound =>
  Float64Array.from({ length: 0.25 * rate }, (_, at) =>
    at === 0 ? 4 : bell(chance) * 10 ** ((-3 * at) / (0.33 * rate)),
  );

function through(sound: Sound, response: Sound): Sound {
  const out = new Float64Array(sound.length);
  for (let at = 0; at < sound.length; at += 1) {
    const sample = sound[at]!;
    if (sample === 0) continue;
    const last = Math.min(response.length, sound.length - at);
    for (let tap = 0; tap < last; tap += 1) out[at + tap] = out[at + tap]! + sample * response[tap]!;
  }
  return out;
}

const energy = (sound: Sound): number => sound.reduce((total, sample) => total + sample * sample, 0);

const shaped = new Map<string, Sound>();

/** What was sent, shaped by the path, as loud as it was; the same for every call that was sent the same. */
function shape(sent: Sound, name: string, path: Path): Sound {
  const known = shaped.get(`${name} ${path}`);
  if (known !== undefined) return known;
  const heard = path === "mobile" ? overMobile([sent])[0]! : sent;
  const back = through(heard, path === "loudspeaker" ? room(chanceFrom(41)) : hybrid(chanceFrom(43)));
  const gain = Math.sqrt(energy(sent) / energy(back));
  const sound = back.map((sample) => sample * gain);
  shaped.set(`${name} ${path}`, sound);
  return sound;
}

/**
 * The echo of what was sent. `name` names what that was. From the fourth second on a mobile's comes 20 ms later, and a
 * hybrid's up to 40 ms sooner: jitter buffers move.
 */
export function echoOf(sent: Sound, name: string, { path, loss, delay }: Return, chance: () => number): Sound {
  const back = shape(sent, name, path);
  const gain = 10 ** (-loss / 20);
  const late = Math.round(delay * 8 + 160 * chance());
  return Float64Array.from(sent, (_, at) => {
    const moved = at <= 4 * rate ? 0 : path === "mobile" ? 160 : path === "hybrid" ? -Math.min(320, late) : 0;
    return gain * (back[at - late - moved] ?? 0);
  });
}

/** Sounds as GSM's full-rate codec (06.10) leaves them; needs sox. */
export function overMobile(sounds: readonly Sound[]): Sound[] {
  const raw = ["-t", "raw", "-e", "signed", "-b", "16", "-r", "8000", "-c", "1", "-"];
  const all = Buffer.alloc(2 * sounds.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const sound of sounds)
    for (const sample of sound) {
      all.writeInt16LE(Math.max(-32_768, Math.min(32_767, Math.round(sample))), at);
      at += 2;
    }
  const most = { maxBuffer: 2 ** 30 };
  const coded = execFileSync("sox", ["-D", ...raw, "-t", "gsm", "-"], { input: all, ...most });
  const decoded = execFileSync("sox", ["-D", "-t", "gsm", "-r", "8000", "-c", "1", "-", ...raw], {
    input: coded,
    ...most,
  });
  let from = 0;
  return sounds.map(({ length }) => {
    const sound = Float64Array.from({ length }, (_, sample) =>
      from + sample < decoded.length / 2 ? decoded.readInt16LE(2 * (from + sample)) : 0,
    );
    from += length;
    return sound;
  });
}
