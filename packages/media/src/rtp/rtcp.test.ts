import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Reception } from "./reception.ts";
import { Reporting } from "./reporting.ts";
import { readReports, reportInterval, writeReport } from "./rtcp.ts";

const epoch = 1_700_000_000_000;
const sent = (ssrc: number, packets = 1): Parameters<typeof writeReport>[0] => ({
  ssrc,
  timestamp: 160,
  packets,
  octets: packets * 160,
});

/** A reception of numbers from one stream, 20 ms apart. */
function heard(ssrc: number, ...numbers: readonly number[]): Reception {
  const reception = new Reception();
  for (const sequence of numbers)
    reception.count(
      { payloadType: 8, marker: false, sequence, timestamp: sequence * 160, ssrc, payload: new Uint8Array(160) },
      sequence * 20,
    );
  return reception;
}

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at);
const report = (of: Parameters<typeof writeReport>[0], reception: Reception): Buffer =>
  writeReport(of, "name", reception, null, epoch, { bye: false });

test("a report is a compound of SR, SDES and, at the end, BYE, each of its own length", () => {
  const written = writeReport(sent(7), "random", new Reception(), null, epoch, { bye: true });
  const types: number[] = [];
  for (let at = 0; at < written.length; at += (written.readUInt16BE(at + 2) + 1) * 4) types.push(written[at + 1]!);

  assert.deepEqual(types, [200, 202, 203]);
  assert.equal(written.readUInt32BE(8), 1_700_000_000 + 2_208_988_800);
  assert.equal(readReports(written, epoch)?.bye, true);
});

test("who has sent nothing reports as a receiver", () => {
  const written = report(sent(7, 0), heard(9, 1, 2, 4));
  const read = readReports(written, epoch)!;

  assert.equal(written[1], 201);
  assert.deepEqual([read.from, read.heard], [7, null]);
  const [block] = read.blocks;
  assert.deepEqual([block!.ssrc, block!.lost, block!.highest, block!.fractionLost], [9, 1, 4, 0.25]);
});

test("the way there and back is measured over both reports", () => {
  const [ours, theirs] = [new Reporting(), new Reporting()];
  const [us, them] = [sent(1), sent(2)];
  theirs.hear(ours.write(us, heard(2, 1), epoch, false), them, epoch + 60);
  ours.hear(theirs.write(them, heard(1, 1), epoch + 1060, false), us, epoch + 1090);

  assert.ok(Math.abs(ours.roundTrip! - 90) < 1, `${ours.roundTrip}`);
});

test("reports go out every 2 to 6 s, the first after half of that (RFC 3550 §6.2)", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (chance) => {
      const later = reportInterval(false, chance);
      assert.ok(later >= 2050 && later <= 6160);
      assert.equal(reportInterval(true, chance), later / 2);
    }),
  );
});

test("a peer that reports but hears nothing of us is noticed, and noticed to hear again", () => {
  const deaf = new Reporting();
  const nothing = report(sent(2), new Reception());

  assert.equal(deaf.hear(nothing, sent(1, 120), epoch), false, "one report may have crossed our first packets");
  assert.equal(deaf.hear(nothing, sent(1, 320), epoch), true);
  assert.equal(deaf.unheard, true);
  assert.equal(deaf.hear(report(sent(2), heard(1, ...numbers(0, 400))), sent(1, 420), epoch), true);
  assert.equal(deaf.unheard, false);

  const stuck = report(sent(2), heard(1, ...numbers(0, 400)));
  assert.equal(deaf.hear(stuck, sent(1, 430), epoch), false, "too few were sent to be missed");
  assert.equal(deaf.hear(stuck, sent(1, 670), epoch), true, "what arrived once no longer does");
});

test("a held peer to whom nothing is sent is not called deaf", () => {
  const held = new Reporting();
  held.hear(report(sent(2), heard(1, ...numbers(0, 400))), sent(1, 400), epoch);

  for (let time = 0; time < 5; time += 1)
    assert.equal(held.hear(report(sent(2), new Reception()), sent(1, 400), epoch), false);
});
