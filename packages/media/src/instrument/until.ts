/** Polls until the condition gives something true; rejects with `what` after `within` ms. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  within = 10_000,
): Promise<NonNullable<T>> {
  const give = performance.now() + within;
  for (;;) {
    const found = await condition();
    if (found) return found;
    if (performance.now() > give) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
