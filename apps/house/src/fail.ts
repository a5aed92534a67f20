/** Says why a command cannot be done, and ends with 1. */
export function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}
