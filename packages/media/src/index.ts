export * from "./plane.ts";
export { EmbeddedPlane } from "./embedded-plane.ts";
export { openMediaPlane, type RunningMediaPlane } from "./open.ts";
export { salvageRecordings } from "./recording/salvage.ts";
export { spokenPrompts } from "./spoken-prompts.ts";
