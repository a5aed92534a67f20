/** How many steps passed and failed. */
export type Verdict = { readonly passed: number; readonly failed: number };
