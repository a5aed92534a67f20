import { operatorsAt, type Scenario } from "../population/scenario.ts";

/** From `at` (ms) on so many operators are on shift. */
export type Shift = { readonly at: number; readonly operators: number };

/** Every change of the number on shift while the scenario is played, the first at its beginning. */
export function shiftsOf(scenario: Scenario): readonly Shift[] {
  const { warmUp, measured, drain, startsAt = 0 } = scenario;
  const shifts: Shift[] = [{ at: 0, operators: operatorsAt(scenario, 0) }];
  const end = warmUp + measured + drain;
  for (let hour = Math.floor(startsAt) + 1; (hour - startsAt) * 3_600 < end; hour += 1) {
    const second = (hour - startsAt) * 3_600;
    const operators = operatorsAt(scenario, second + 1);
    if (operators !== shifts.at(-1)!.operators) shifts.push({ at: second * 1000, operators });
  }
  return shifts;
}
