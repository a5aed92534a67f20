import assert from "node:assert/strict";
import { test } from "node:test";
import { amendIncident, noteIncident, reportIncident } from "@siaga/contracts/http";
import { chooseFrom, digitOrder, toggle } from "./choose.ts";
import { dropDraft, emptyDraft, keepDraft, listDrafts, notesOf, readDraft, reportOf } from "./draft.ts";
import { amendmentOf, reportAgain } from "./kept-report.ts";
import { demoReference } from "../preview/city.ts";

const id = "0b9b1f5e-6f0e-4a67-9d0f-2f4a5d6c7e81";
const reference = demoReference();

/** A browser's storage: what the draft is kept in. */
function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
    key: (n: number) => [...kept.keys()][n] ?? null,
    get length() {
      return kept.size;
    },
  };
}

test("a draft survives a reload as it was, with the same incident id", () => {
  const store = storage();
  const written = { ...emptyDraft("call-1", id), narrative: "api", answers: { "Ada orang?": "Ya" } };
  keepDraft(written, store, 5);

  assert.deepEqual(readDraft("call-1", store), { ...written, savedAt: 5 });
  assert.equal(readDraft("call-2", store), null);
});

test("a blank form leaves nothing behind, and a sent one is forgotten", () => {
  const store = storage();
  keepDraft(emptyDraft("call-1", id), store, 5);
  assert.equal(store.length, 0);

  keepDraft({ ...emptyDraft("call-1", id), street: "Gang Melati" }, store, 5);
  dropDraft("call-1", store);
  assert.equal(store.length, 0);
});

test("drafts left behind are listed newest first; yesterday's are gone", () => {
  const store = storage();
  const day = 24 * 3_600_000;
  keepDraft({ ...emptyDraft("old", id), street: "a" }, store, 0);
  keepDraft({ ...emptyDraft("first", id), street: "b" }, store, day);
  keepDraft({ ...emptyDraft("second", id), street: "c" }, store, day + 1);

  assert.deepEqual(
    listDrafts(store, day + 2).map(({ call }) => call),
    ["second", "first"],
  );
  assert.equal(readDraft("old", store), null);
});

test("a spoilt draft in the browser is ignored, not fatal", () => {
  const store = storage();
  store.setItem("siaga.draft.call-1", "{broken");

  assert.equal(readDraft("call-1", store), null);
});

test("what is sent fits the contract: place, words, answers and agencies", () => {
  const draft = {
    ...emptyDraft("call-1", id),
    area: "36.73.05.1005",
    areaHeard: "Banjarsari",
    street: "02/05 Gang Melati",
    landmark: "gapura biru",
    narrative: "Api dari dapur",
    answers: { "Ada orang yang terjebak?": "Ya", "Berapa?": " " },
  };
  const report = reportOf(draft, { incidentType: "kebakaran", priority: 1, agencies: ["damkar"] });

  assert.ok(reportIncident.safeParse(report).success);
  assert.equal(report.place.spoken, "02/05 Gang Melati · gapura biru");
  assert.equal(report.narrative, "Api dari dapur\nAda orang yang terjebak? Ya.");
});

test("a place the list does not know is sent as it was heard", () => {
  const report = reportOf(
    { ...emptyDraft(null, id), areaHeard: "Kampung Baru" },
    { incidentType: "kebakaran", priority: 1, agencies: [] },
  );

  assert.deepEqual(report.place, { area: null, spoken: "Kampung Baru", point: null });
});

test("what was written about a call that joins another incident becomes a note there, with landmark and answers", () => {
  const draft = { ...emptyDraft("call-1", id), area: "36.73.05.1005", landmark: "gapura biru", narrative: "Api besar" };

  assert.deepEqual(notesOf({ ...draft, answers: { "Ada orang?": "Ya" } }), ["gapura biru\nApi besar\nAda orang? Ya."]);
  assert.deepEqual(notesOf(emptyDraft("call-1", id)), []);
});

test("a long story becomes more notes, and no word of it is lost", () => {
  const narrative = "api ".repeat(900).trim();
  const notes = notesOf({ ...emptyDraft("call-1", id), narrative });

  assert.equal(notes.join(""), narrative);
  for (const text of notes) assert.ok(noteIncident.safeParse({ text }).success);
});

test("what is written after the report was kept at the desk is said again to an incident that stands already", () => {
  const draft = { ...emptyDraft("call-1", id), areaHeard: "Kampung Baru", narrative: "api" };
  const kept = reportOf(draft, { incidentType: "kebakaran", priority: 1, agencies: ["damkar"] });
  const after = { ...draft, narrative: "api, dua orang terjebak" };
  const report = reportAgain(kept, after, chooseFrom(after, null));

  assert.deepEqual(report, { ...kept, narrative: "api, dua orang terjebak" });
  const { body, params } = amendmentOf(report);
  assert.ok(amendIncident.safeParse(body).success);
  assert.deepEqual([params, (body as typeof report).narrative], [{ incident: id }, "api, dua orang terjebak"]);
});

test("a manual choice of priority and agencies is never overwritten by the type", () => {
  const draft = { ...emptyDraft("call-1", id), incidentType: "kebakaran", priority: 4 as const, agencies: ["pln"] };
  const chosen = chooseFrom(draft, reference);

  assert.equal(chosen.priority, 4);
  assert.deepEqual(chosen.agencies, ["pln"]);
  assert.deepEqual(chooseFrom({ ...draft, priority: null, agencies: null }, reference).agencies, [
    "damkar",
    "dinkes",
    "polresta",
  ]);
});

test("the type's own agencies get the first digits", () => {
  const order = digitOrder(reference, ["polresta", "damkar"]).map((agency) => agency.id);

  assert.deepEqual(order.slice(0, 2), ["polresta", "damkar"]);
  assert.equal(order.length, reference.agencies.length);
  assert.deepEqual(toggle(toggle([], "damkar"), "damkar"), []);
});
