export { type Journal, openJournal, UnreadableJournalError } from "./journal.ts";
