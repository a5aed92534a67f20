/** A room as Erlang's formula with patience sees it (M/M/c+M: Palm 1957; Garnett, Mandelbaum & Reiman 2002). */
export type Load = {
  readonly callsPerHour: number;
  /** Mean s of operator time a call, and mean s a caller waits before giving up. */
  readonly service: number;
  readonly patience: number;
};

/** What the formula expects of so many operators, whoever calls, first come first served. */
export type ErlangA = {
  readonly operators: number;
  /** Shares (0–1): answered within the asked time of all callers, gave up, operator time in use. */
  readonly answeredInTime: number;
  readonly lost: number;
  readonly occupancy: number;
};

/** `within`: s a caller may wait. Exact up to the step of the numerical integration (10 ms). */
export function erlangA({ callsPerHour, service, patience }: Load, operators: number, within: number): ErlangA {
  const [arrivals, served, leaves] = [callsPerHour / 3600, 1 / service, 1 / patience];
  const present = presence(arrivals, served, leaves, operators);
  const busy = present.reduce((sum, share, count) => sum + share * Math.min(count, operators), 0);
  const queue = present.reduce((sum, share, count) => sum + share * Math.max(0, count - operators), 0);
  const free = present.slice(0, operators).reduce((sum, share) => sum + share, 0);
  return {
    operators,
    answeredInTime: free + afterWaiting(present.slice(operators), operators * served, leaves, within),
    lost: arrivals === 0 ? 0 : (queue * leaves) / arrivals,
    occupancy: operators === 0 ? 0 : busy / operators,
  };
}

/** So many are never in one room; patience without end would otherwise have no last one. */
const most = 20_000;
/** e^−40 of the likeliest: nothing is left out that could be seen. */
const negligible = -40;

/** Share of the time that so many callers are in the room, spoken to or waiting. */
function presence(arrivals: number, served: number, leaves: number, operators: number): number[] {
  const logs = [0];
  let highest = 0;
  for (let count = 1; count <= most; count += 1) {
    const out = Math.min(count, operators) * served + Math.max(0, count - operators) * leaves;
    const log = logs[count - 1]! + Math.log(Math.max(arrivals, 1e-12) / out);
    logs.push(log);
    highest = Math.max(highest, log);
    if (count > operators && log < highest + negligible) break;
  }
  const weights = logs.map((log) => Math.exp(log - highest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** Share of all callers who find everybody busy and are answered within the time. `ahead[i]`: i wait before them. */
function afterWaiting(ahead: readonly number[], serving: number, leaves: number, within: number): number {
  const step = 0.01;
  const waiting = [...ahead];
  let answered = 0;
  for (let left = Math.round(within / step); left > 0; left -= 1) {
    answered += waiting[0]! * serving * step;
    for (let before = 0; before < waiting.length; before += 1) {
      const comes = (waiting[before + 1] ?? 0) * (serving + (before + 1) * leaves);
      waiting[before]! += step * (comes - waiting[before]! * (serving + (before + 1) * leaves));
    }
  }
  return answered;
}
