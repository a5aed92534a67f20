import type { Health } from "@siaga/contracts/http";
import type { JSX } from "react";
import { useHealth } from "../api/queries.ts";
import { Chip } from "../parts/chip.tsx";
import { Panel } from "../parts/panel.tsx";
import { clockText, dateText, shortClockText } from "../parts/time.ts";
import { type Language, type Text, useLanguage, useText } from "../words/words.ts";

type Line = { readonly name: string; readonly words: string; readonly well: boolean | null };

/** Each part of the house in words; the time says how old the answer is. */
export function HealthPanel(): JSX.Element {
  const text = useText("health");
  const language = useLanguage();
  const { health, at } = useHealth();
  return (
    <Panel
      title={text("title")}
      icon="check"
      note={health === null ? text("asking") : text("at", { time: clockText(at) })}
      grow
      testId="health"
      corner={
        health !== null && (
          <Chip tone={health.status === "ok" ? "ok" : "crit"} icon={health.status === "ok" ? "check" : "warning"}>
            {text(`status.${health.status}`)}
          </Chip>
        )
      }
    >
      <table className="table">
        <tbody>
          {health !== null &&
            linesOf(health, text, language).map(({ name, words, well }) => (
              <tr key={name}>
                <td>{name}</td>
                <td className="wide">{words}</td>
                <td className="right">{well !== null && <WellChip well={well} />}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Panel>
  );
}

function WellChip({ well }: { readonly well: boolean }): JSX.Element {
  const text = useText("health");
  return (
    <Chip tone={well ? "ok" : "crit"} icon={well ? "check" : "warning"}>
      {well ? text("well") : text("look")}
    </Chip>
  );
}

/** When the last good one was made; before that, why the last one failed. */
function backupWords(backup: Health["backup"], text: Text<"health">, language: Language): string {
  const state = backup.state === "failed" ? (backup.sentence ?? "") : text(`backup.${backup.state}`);
  const since =
    backup.lastGoodAt === null
      ? text("backup.never")
      : text("backup.last", { time: `${dateText(backup.lastGoodAt, language)} ${shortClockText(backup.lastGoodAt)}` });
  const findings = backup.findings === 0 ? [] : [text("backup.findings", { count: backup.findings })];
  return backup.state === "off" ? state : [state, since, ...findings].join(" · ");
}

/** Whether it answers, how our registration stands where it has one, and what of it is taken. */
function trunkWords(
  { state, registration, channels }: Health["exchange"]["trunks"][number],
  text: Text<"health">,
): string {
  const code = registration?.code == null ? "" : ` (${registration.code})`;
  const registered = registration === null ? [] : [`${text(`registration.${registration.state}`)}${code}`];
  return [text(`trunk.${state}`), ...registered, text("trunk.channels", channels)].join(" · ");
}

function linesOf(health: Health, text: Text<"health">, language: Language): readonly Line[] {
  const { exchange, disks, backup } = health;
  const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
  return [
    { name: text("record"), words: text(`record.${health.record}`), well: health.record === "database" },
    { name: text("exchange"), words: text(`exchange.${exchange.link}`), well: exchange.link === "up" },
    { name: text("media"), words: text(`media.${exchange.media}`), well: exchange.media === "up" },
    ...exchange.trunks.map((trunk) => ({
      name: `${text("trunk")} ${trunk.trunk}`,
      words: trunkWords(trunk, text),
      well: trunk.state === "unknown" ? null : trunk.state === "up",
    })),
    {
      name: text("fail-open"),
      words: exchange.failOpen ? text("fail-open.on") : text("fail-open.off"),
      well: !exchange.failOpen,
    },
    { name: text("calls"), words: String(exchange.calls), well: null },
    { name: text("desks"), words: exchange.desks.join(", ") || "–", well: null },
    { name: text("clock"), words: `${health.clockOffsetMs} ms`, well: Math.abs(health.clockOffsetMs) < 500 },
    ...disks.map(({ disk, freeBytes, totalBytes, leastBytes }) => ({
      name: text(`disk.${disk}`),
      words: text("disk.free", { free: gigabytes(freeBytes), total: gigabytes(totalBytes) }),
      well: freeBytes >= leastBytes,
    })),
    {
      name: text("backup"),
      words: backupWords(backup, text, language),
      well: backup.state === "off" ? null : backup.state === "ok",
    },
    {
      name: text("version"),
      words: `${health.version} · ${text("epoch")} ${health.epoch} · seq ${health.seq}`,
      well: null,
    },
  ];
}
