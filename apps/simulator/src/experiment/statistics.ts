/** A share or mean over replications, and half its 95 % interval; NaN where nothing was counted. */
export type Estimate = { readonly value: number; readonly ci: number };
/** So many of so many in one replication. */
export type Share = { readonly of: number; readonly among: number };

const z = 1.96;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Σ of one count over Σ of another, one pair a replication: the ratio estimator, linearised. */
export function ratio(shares: readonly Share[]): Estimate {
  const among = sum(shares.map((share) => share.among));
  if (among === 0) return { value: Number.NaN, ci: Number.NaN };
  const value = sum(shares.map(({ of }) => of)) / among;
  const errors = shares.map((share) => share.of - value * share.among);
  return { value, ci: halfInterval(errors, among) };
}

/** One ratio less another, replication by replication on the same callers. */
export function difference(shares: readonly Share[], others: readonly Share[]): Estimate {
  const [one, other] = [ratio(shares), ratio(others)];
  const among = sum(shares.map((share) => share.among));
  const errors = shares.map(
    (share, run) => share.of - one.value * share.among - (others[run]!.of - other.value * others[run]!.among),
  );
  return { value: one.value - other.value, ci: halfInterval(errors, among) };
}

function halfInterval(errors: readonly number[], among: number): number {
  const runs = errors.length;
  if (runs < 2 || among === 0) return Number.NaN;
  return (z * Math.sqrt(sum(errors.map((error) => error ** 2)) / (runs * (runs - 1)))) / (among / runs);
}

/** The mean of one figure a replication. */
export function mean(values: readonly number[]): Estimate {
  return ratio(values.map((of) => ({ of, among: 1 })));
}
