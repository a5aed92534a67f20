export type { AgencyLink, AgencyMessage } from "./agency-link.ts";
export { openWebChannel, type AgencyScreen, type WebScreens } from "./web.ts";
