/** A flood that really dials: callers, and what desks need to recognise them by ear. */
export type { Fate } from "./fate.ts";
export type { FloodOptions } from "./evening.ts";
export { flood, type Flooded, peopleOf } from "./flood.ts";
export { knownPrompts, longestQuestion, openEar } from "./hearing.ts";
export { numberOf } from "./telephone-book.ts";
export { audible, greetings, understood, voices } from "./tones.ts";
