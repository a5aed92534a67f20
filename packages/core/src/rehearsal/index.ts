export { seededDraw } from "./chance.ts";
export { clockwork, logLines, type Clockwork, type Timed, type Witness } from "./clockwork.ts";
export { nextInput, noNames, opening, type Draw, type Names } from "./shift.ts";
