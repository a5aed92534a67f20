export { admit, congest, isKnown } from "./admission.ts";
