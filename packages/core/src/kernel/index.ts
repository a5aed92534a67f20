export * from "./ids.ts";
export * from "./time.ts";
export * from "./words.ts";
