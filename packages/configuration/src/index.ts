export * from "./configuration.ts";
export { demoPhonesPort, loopbackTrunk } from "./trunks.ts";
export { environmentKeys } from "./environment.ts";
export { unreadableSecrets } from "./ice.ts";
export { readKeys, UnreadableKeysError } from "./keys.ts";
export { configurationFile, readConfiguration, type RefusedConfiguration, socketPath } from "./read.ts";
export {
  checkTriagePolicy,
  cityFolder,
  readTriagePolicy,
  triageInForce,
  type TriagePolicySetting,
} from "./triage-policy.ts";
