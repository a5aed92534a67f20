/** A share or mean over replications, and half its 95 % interval. */
export type Estimate = { readonly value: number; readonly ci: number };

const z = 1.96;

/** Σ of one count over Σ of another, one pair a replication: the ratio estimator, linearised. */
export function ratio(pairs: readonly { readonly of: number; readonly among: number }[]): Estimate {
  const runs = pairs.length;
  const of = pairs.reduce((sum, pair) => sum + pair.of, 0);
  const among = pairs.reduce((sum, pair) => sum + pair.among, 0);
  if (among === 0) return { value: Number.NaN, ci: Number.NaN };
  const value = of / among;
  const squares = pairs.reduce((sum, pair) => sum + (pair.of - value * pair.among) ** 2, 0);
  const ci = runs < 2 ? Number.NaN : (z * Math.sqrt(squares / (runs * (runs - 1)))) / (among / runs);
  return { value, ci };
}

/** The mean of one figure a replication. */
export function mean(values: readonly number[]): Estimate {
  return ratio(values.map((of) => ({ of, among: 1 })));
}
