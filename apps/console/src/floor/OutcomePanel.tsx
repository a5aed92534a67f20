import type { CallRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useBoard } from "../live/live-store.ts";
import { Chip } from "../parts/chip.tsx";
import { Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

const outcomes = [
  "answered",
  "answered_elsewhere",
  "abandoned_ringing",
  "abandoned_in_queue",
  "left_in_announcement",
  "congestion",
  "setup_failed",
  "interrupted",
] as const satisfies readonly NonNullable<CallRow["outcome"]>[];

/** Every incoming call has one outcome or is open; the sum is shown, and whether it agrees. */
export function OutcomePanel(): JSX.Element {
  const text = useText("outcomes");
  const figures = useBoard()?.figures;
  const sum = outcomes.reduce((total, name) => total + (figures?.outcomes[name] ?? 0), figures?.open ?? 0);
  const agrees = figures !== undefined && sum === figures.incoming;
  return (
    <Panel
      title={text("title")}
      icon="check"
      testId="outcomes"
      corner={
        figures !== undefined && (
          <Chip tone={agrees ? "ok" : "crit"} icon={agrees ? "check" : "warning"}>
            {agrees ? text("agrees") : text("disagrees")}
          </Chip>
        )
      }
    >
      <table className="table dense">
        <tbody>
          {outcomes.map((name) => (
            <tr key={name}>
              <td>{text(`outcome.${name}`)}</td>
              <td className="right strong">{figures?.outcomes[name] ?? 0}</td>
            </tr>
          ))}
          <tr>
            <td>{text("open")}</td>
            <td className="right strong">{figures?.open ?? 0}</td>
          </tr>
          <tr>
            <td>
              <b>{text("incoming")}</b>
            </td>
            <td className="right strong">{figures?.incoming ?? 0}</td>
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}
