/** What must hold, whether it does, and what was found. */
export type Check = readonly [name: string, holds: boolean, found?: string];

/** `rate` is calls a minute. */
export type SoakSize = { readonly minutes: number; readonly rate: number };
