/** Milliseconds since 1970-01-01T00:00:00Z. Always given from outside; the core has no clock. */
export type Instant = number;

/** Milliseconds. */
export type Duration = number;
