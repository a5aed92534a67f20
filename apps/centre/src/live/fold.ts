import type { CallId, CentreEvent, EventOf, EventType } from "@siaga/core";
import type { Entries, Touched } from "./entries.ts";
import { changeCallback, closeCallback, openCallback } from "./fold-callback.ts";
import { admit, change, endCall, withoutOffer } from "./fold-call.ts";
import { addParty, changeParty, dropParty, retake, withoutColleague } from "./fold-party.ts";
import { addCall, amendIncident, closeIncident, moveDispatch, openIncident, sendDispatch } from "./fold-incident.ts";
import { occurred } from "./occurred.ts";

type Folds = { readonly [T in EventType]: (event: EventOf<T>, entries: Entries, touched: Touched) => void };

/** Seen in the desk or alarm rows, which are read from the core's state, or on no screen at all. */
const elsewhere = (): void => {};

/** Where the call stands in line is read from the core's state: its row is made anew. */
const placed = (event: { readonly call: CallId }, entries: Entries, touched: Touched): void =>
  change(event.call, entries, touched, () => ({}));

/** What each event changes on the board. */
const folds: Folds = {
  "call.admitted": admit,
  "call.queued": (event, entries, touched) => change(event.call, entries, touched, () => ({ state: "queued" })),
  "call.offered": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({
      // A colleague asked into a call leaves it where it is.
      state: entry.state === "queued" ? "offered" : entry.state,
      offeredTo: [...entry.offeredTo, event.desk],
    })),
  "offer.expired": (event, entries, touched) => change(event.call, entries, touched, withoutOffer(event.desk)),
  "offer.declined": (event, entries, touched) => change(event.call, entries, touched, withoutOffer(event.desk)),
  "offer.withdrawn": (event, entries, touched) => change(event.call, entries, touched, withoutOffer(event.desk)),
  "call.announced": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({ announcedAt: entry.announcedAt ?? occurred(event) })),
  "call.connected": elsewhere,
  "prompt.completed": elsewhere,
  "call.overdue": (event, entries, touched) => change(event.call, entries, touched, () => ({ overdue: true })),
  "call.answered": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({
      state: "answered",
      answeredAt: occurred(event),
      desk: event.desk,
      offeredTo: [],
    })),
  "call.answered-elsewhere": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({ state: "elsewhere", answeredAt: occurred(event), offeredTo: [] })),
  "call.held": (event, entries, touched) => change(event.call, entries, touched, () => ({ state: "held" })),
  "call.resumed": (event, entries, touched) => change(event.call, entries, touched, () => ({ state: "answered" })),
  "hold.outlasted": elsewhere,
  "challenge.asked": placed,
  "speech.heard": elsewhere,
  "challenge.answered": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({ belief: event.belief ?? null })),
  "call.promoted": placed,
  "surge.began": elsewhere,
  "surge.ended": elsewhere,
  "bulletin.opened": elsewhere,
  "bulletin.closed": elsewhere,
  "bulletin.heard": placed,
  "bulletin.left": placed,
  "glance.began": placed,
  "glance.ended": placed,
  "policy.changed": (event, entries) =>
    void entries.policyChanges.splice(0, 1, { at: occurred(event), operator: event.operator }),
  "park.suggested": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({
      parkSuggestion: { waiting: event.waiting, since: occurred(event) },
    })),
  "call.parked": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({
      state: "queued",
      desk: null,
      overdue: false,
      audioMissing: [],
      parkedAt: occurred(event),
      parkSuggestion: null,
    })),
  "party.dialled": addParty,
  "party.answered": (event, entries, touched) => {
    changeParty(event, entries, touched, { state: "talking", since: occurred(event) });
    change(event.call, entries, touched, (entry) => ({ offeredTo: withoutColleague(entry, event.party) }));
  },
  "party.held": (event, entries, touched) => changeParty(event, entries, touched, { state: "held" }),
  "party.resumed": (event, entries, touched) => changeParty(event, entries, touched, { state: "talking" }),
  "party.joined": (event, entries, touched) => changeParty(event, entries, touched, { how: "three-way" }),
  "party.ended": dropParty,
  "call.transferring": (event, entries, touched) => {
    changeParty(event, entries, touched, { how: "blind" });
    change(event.call, entries, touched, () => ({ state: "transferring" }));
  },
  "call.transferred": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({ state: "transferred", desk: null, audioMissing: [] })),
  "call.recalled": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({
      state: "queued",
      desk: null,
      overdue: false,
      offeredTo: [],
      announcedAt: entry.announcedAt ?? occurred(event),
    })),
  "call.retaken": retake,
  "digit.received": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({ digits: (entry.digits + event.digit).slice(-32) })),
  "audio.missed": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({
      audioMissing: [...new Set([...entry.audioMissing, event.side])],
    })),
  "audio.returned": (event, entries, touched) =>
    change(event.call, entries, touched, (entry) => ({
      audioMissing: entry.audioMissing.filter((side) => side !== event.side),
    })),
  "audio.interrupted": elsewhere,
  "call.ended": endCall,
  "call.classified": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({ classification: event.classification })),
  "classification.undone": (event, entries, touched) =>
    change(event.call, entries, touched, () => ({ classification: null })),
  "audio.measured": elsewhere,
  "recording.kept": elsewhere,
  "operator.signed-in": elsewhere,
  "operator.signed-out": elsewhere,
  "operator.available": elsewhere,
  "operator.paused": elsewhere,
  "operator.wrapped-up": elsewhere,
  "desk.connected": elsewhere,
  "desk.vanished": elsewhere,
  "callback.opened": openCallback,
  "callback.dialled": (event, entries, touched) =>
    changeCallback(event.callback, entries, touched, () => ({
      attempts: event.attempt,
      dialling: { outgoing: event.outgoing, desk: event.desk, answeredAt: null },
    })),
  "callback.answered": (event, entries, touched) =>
    changeCallback(event.callback, entries, touched, (entry) => ({
      dialling: entry.dialling && { ...entry.dialling, answeredAt: occurred(event) },
    })),
  "callback.ended": (event, entries, touched) =>
    changeCallback(event.callback, entries, touched, () => ({ dialling: null })),
  "callback.closed": closeCallback,
  "incident.opened": openIncident,
  "incident.amended": amendIncident,
  "incident.noted": elsewhere,
  "incident.call-linked": addCall,
  "incident.closed": closeIncident,
  "dispatch.sent": sendDispatch,
  "dispatch.delivered": moveDispatch,
  "dispatch.acknowledged": moveDispatch,
  "dispatch.declined": moveDispatch,
  "dispatch.en-route": moveDispatch,
  "dispatch.on-scene": moveDispatch,
  "dispatch.cleared": moveDispatch,
  "alarm.raised": elsewhere,
  "alarm.cleared": elsewhere,
  "clock.jumped": elsewhere,
  "scans.counted": elsewhere,
};

/** Folds one event into what the board remembers, and notes which rows it changed. */
export function foldEvent(event: CentreEvent, entries: Entries, touched: Touched): void {
  (folds[event.type] as (event: CentreEvent, entries: Entries, touched: Touched) => void)(event, entries, touched);
}
