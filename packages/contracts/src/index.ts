export * from "./desk-link.ts";
export * from "./exchange-link.ts";
export * from "./http.ts";
export * from "./live.ts";
