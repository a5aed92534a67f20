import { type CallerClass, chanceOf, classes, drawCall, pauseBefore, type Person } from "@siaga/simulator";
import type { End } from "./call.ts";
import type { Evening } from "./evening.ts";
import { type Fate, fateOf } from "./fate.ts";

/** One person from the first call until they were helped, gave up for good, or the evening was over. */
export async function live(person: Person, evening: Evening): Promise<Fate> {
  const { seed, pace, scenario } = evening.options;
  const kind = scenario.classes?.[person.class] ?? classes[person.class];
  const fate = fateOf(person);
  let at = person.at / pace;
  while ((await evening.until(at)) && evening.now() * pace <= person.until + 1000) {
    fate.dialledAt ??= performance.now();
    fate.calls += 1;
    const drawn = drawCall(kind, chanceOf(seed, person.key, fate.calls));
    const end = await evening.place(fate, kind, drawn);
    const redial = redialAfter(end, fate, kind);
    const chance = end === "refused" ? chanceOf(seed, person.key, fate.calls).unit() : drawn.redial;
    if (redial === null || chance >= redial.probability || fate.calls >= kind.attempts) break;
    at = evening.now() + pauseBefore(seed, person.key, fate.calls, redial) / pace;
  }
  return fate;
}

function redialAfter(end: End, { answeredAfter }: Fate, kind: CallerClass): CallerClass["abandoned"] | null {
  if (end === "stopped") return null;
  if (end === "served") return kind.returns;
  if (end === "refused") return kind.refused;
  return answeredAfter === null || !kind.inNeed ? kind.abandoned : null;
}
