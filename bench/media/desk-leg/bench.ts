import { assail } from "@siaga/media/instrument";
import { openHostileDesk } from "./hostile-desk.ts";
import { type Library, openPair, type Pair, pause } from "./pair.ts";

const libraries: readonly Library[] = ["node-datachannel", "werift"];
const counts = [1, 10, 25, 50];
const firstPort = 35_200;
/** ms */
const measured = 5_000;
const rounded = (value: number, digits = 2): number => Number(value.toFixed(digits));

export type DeskLegRow = Readonly<Record<string, string | number>>;

/** % of a core over `measured` ms, and whether both sides heard all the while. */
async function load(
  pair: Pair,
): Promise<{ readonly cpu: number; readonly heard: number; readonly desksHeard: number }> {
  await pause(500);
  const [before, desksBefore] = [await pair.count(), await pair.desksHeard()];
  const from = performance.now();
  await pause(measured);
  const [after, desksAfter] = [await pair.count(), await pair.desksHeard()];
  const cpu = ((after.cpu - before.cpu) / (performance.now() - from)) * 100;
  return { cpu, heard: after.heard - before.heard, desksHeard: desksAfter - desksBefore };
}

/** Sound both ways on 1 to 50 legs; `% each` is what a leg adds to the idle process. */
async function soundRow(library: Library, round: number): Promise<DeskLegRow> {
  const pair = await openPair(library, firstPort);
  const idle = (await load(pair)).cpu;
  const row: Record<string, string | number> = { library, round, "idle %": rounded(idle) };
  for (const legs of counts) {
    await pair.raise(legs);
    const { cpu, heard, desksHeard } = await load(pair);
    row[`${legs} legs %`] = rounded(cpu);
    row["% each"] = rounded((cpu - idle) / legs, 3);
    row["frames in"] = heard;
    row["frames out"] = desksHeard;
  }
  row["MB"] = rounded((await pair.count()).memory, 0);
  pair.close();
  return row;
}

/** 1,000 answers on standing legs, then 200 set-ups and teardowns: memory, set-up cost, worst stall. */
async function shiftRow(library: Library, round: number): Promise<DeskLegRow> {
  const pair = await openPair(library, firstPort);
  await pair.raise(4);
  const { memory: before } = await pair.count();
  const { memory: answered } = await pair.answer(1_000);
  await pair.drop();
  const idle = await idleShare(pair);
  const start = await pair.count();
  const from = performance.now();
  const stalls: number[] = [];
  for (let time = 0; time < 200; time += 1) {
    await pair.raise(1);
    await pair.drop();
    stalls.push((await pair.count()).stall);
  }
  const end = await pair.count();
  const cpu = (end.cpu - start.cpu - idle * (performance.now() - from)) / 200;
  pair.close();
  stalls.sort((a, b) => a - b);
  return {
    library,
    round,
    "MB before": rounded(before, 1),
    "after 1,000 answers": rounded(answered, 1),
    "after 200 set-ups": rounded(end.memory, 1),
    "ms of core a set-up": rounded(cpu, 1),
    "stall p50 ms": rounded(stalls[100]!, 1),
    "stall max ms": rounded(stalls.at(-1)!, 1),
  };
}

/** Share of a core (0–1) the process takes with no leg. */
async function idleShare(pair: Pair): Promise<number> {
  const before = await pair.count();
  await pause(2_000);
  return ((await pair.count()).cpu - before.cpu) / 2_000;
}

/** Broken datagrams from an address no desk has: does the process live, and do its desks still hear? */
async function strangersRow(library: Library, round: number): Promise<DeskLegRow> {
  const pair = await openPair(library, firstPort);
  await pair.raise(3);
  await assail(
    Array.from({ length: 6 }, (_, at) => firstPort + at),
    60_000,
  );
  const lives = pair.lives();
  const before = lives ? await pair.desksHeard() : 0;
  await pause(1_000);
  const heard = lives ? (await pair.desksHeard()) - before : 0;
  pair.close();
  return { library, round, datagrams: 60_000, "process lives": String(lives), "frames/s to 3 desks after": heard };
}

/** A desk that is let in and sends nonsense inside its DTLS, four times over; another desk beside it should not notice. */
async function hostileRow(library: Library, round: number): Promise<DeskLegRow> {
  const pair = await openPair(library, firstPort);
  await pair.raise(1);
  for (let desk = 0; desk < 4 && pair.lives(); desk += 1) {
    const hostile = await openHostileDesk();
    await hostile.accept(await pair.open(100 + desk, hostile.offer));
    await hostile.attack(4_000, round * 10 + desk);
    await hostile.close();
  }
  const lives = pair.lives();
  const before = lives ? await pair.desksHeard() : 0;
  await pause(1_000);
  const heard = lives ? (await pair.desksHeard()) - before : 0;
  pair.close();
  return { library, round, datagrams: 16_000, "process lives": String(lives), "frames/s to the desk beside": heard };
}

/** Interleaved, twice: a shared machine changes from minute to minute, so pairs are compared. About a quarter of an hour. */
export async function benchDeskLegs(): Promise<Readonly<Record<string, readonly DeskLegRow[]>>> {
  const tables: Record<string, DeskLegRow[]> = {};
  const measures = {
    "sound both ways": soundRow,
    "a shift": shiftRow,
    "broken datagrams": strangersRow,
    "a hostile desk": hostileRow,
  };
  for (const [name, row] of Object.entries(measures)) {
    const rows: DeskLegRow[] = [];
    for (const round of [1, 2])
      for (const library of libraries)
        rows.push(await row(library, round).catch((error: Error) => ({ library, round, failed: error.message })));
    tables[name] = rows;
    console.log(name);
    console.table(rows);
  }
  return tables;
}
