import type { Health } from "@siaga/contracts/http";
import type { JSX } from "react";
import { useHealth } from "../api/queries.ts";
import { Chip } from "../parts/chip.tsx";
import { Panel } from "../parts/panel.tsx";
import { clockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";

type Line = { readonly name: string; readonly words: string; readonly well: boolean | null };

/** Each part of the house in words; the time says how old the answer is. */
export function HealthPanel(): JSX.Element {
  const text = useText("health");
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
            linesOf(health, text).map(({ name, words, well }) => (
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

function linesOf(health: Health, text: ReturnType<typeof useText<"health">>): readonly Line[] {
  const { exchange, disk } = health;
  const gigabytes = (bytes: number): string => (bytes / 1e9).toFixed(1);
  return [
    { name: text("record"), words: text(`record.${health.record}`), well: health.record === "database" },
    { name: text("exchange"), words: text(`exchange.${exchange.link}`), well: exchange.link === "up" },
    { name: text("media"), words: text(`media.${exchange.media}`), well: exchange.media === "up" },
    ...exchange.trunks.map(({ trunk, state }) => ({
      name: `${text("trunk")} ${trunk}`,
      words: text(`trunk.${state}`),
      well: state === "unknown" ? null : state === "up",
    })),
    {
      name: text("fail-open"),
      words: exchange.failOpen ? text("fail-open.on") : text("fail-open.off"),
      well: !exchange.failOpen,
    },
    { name: text("calls"), words: String(exchange.calls), well: null },
    { name: text("desks"), words: exchange.desks.join(", ") || "–", well: null },
    { name: text("clock"), words: `${health.clockOffsetMs} ms`, well: Math.abs(health.clockOffsetMs) < 500 },
    {
      name: text("disk"),
      words: text("disk.free", { free: gigabytes(disk.freeBytes), total: gigabytes(disk.totalBytes) }),
      well: disk.freeBytes > 2e9,
    },
    {
      name: text("version"),
      words: `${health.version} · ${text("epoch")} ${health.epoch} · seq ${health.seq}`,
      well: null,
    },
  ];
}
