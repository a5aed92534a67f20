import { type CallerClass, classes, type Scenario } from "@siaga/simulator";

/** Short conversations, so that half a minute holds enough of them. */
const brief = (kind: CallerClass, mean: number): CallerClass => ({ ...kind, service: { mean, cv: 0.5 } });

/**
 * Everything the published floods have, crowded into a few minutes of life: phones that redial for ever, numbers nobody has
 * seen before and withheld ones (silent, or playing a tape), pranksters, and among them people in need: new, known to
 * have called with reason, from an abuser's phone, withheld. Times in s of life.
 */
export const shortEvening: Scenario = {
  name: "short-evening",
  operators: 3,
  channels: 100,
  pickUp: 2,
  // Time for the room to notice what is going on.
  warmUp: 60,
  measured: 150,
  drain: 20,
  poolLabelsPerDay: 250,
  sources: [
    { class: "real", perHour: 160, origins: { new: 0.55, good: 0.15, abuser: 0.15, anonymous: 0.15 } },
    { class: "prank", perHour: 60, origins: { abuser: 0.6, new: 0.25, anonymous: 0.15 } },
    { class: "silent-bot", perHour: 420, origins: { new: 0.7, anonymous: 0.3 } },
    { class: "audio-bot", perHour: 180, origins: { new: 0.7, anonymous: 0.3 } },
  ],
  redialling: [{ kind: "always", phones: 6 }],
  classes: { real: brief(classes.real, 20), prank: brief(classes.prank, 20) },
};
