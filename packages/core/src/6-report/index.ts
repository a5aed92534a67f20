export { countEvent, emptyLedger, reconciles, type Ledger } from "./ledger.ts";
