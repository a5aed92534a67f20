import type { CentreEvent, Instant } from "@siaga/core";

/** When it happened: a fact told late keeps its own time. */
export const occurred = (event: CentreEvent): Instant => event.occurredAt ?? event.at;
