import type { JSX } from "react";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import type { Lane } from "./room.ts";

const laneIcons = { express: "express", claim: "claim", waiting: "hourglass" } as const satisfies Record<
  Lane,
  IconName
>;

/** A lane's sign: its shape tells it, its fill confirms it. The name is said to screen readers. */
export function LaneMark({ lane, overdue = false }: { readonly lane: Lane; readonly overdue?: boolean }): JSX.Element {
  const text = useText("lanes");
  return (
    <span className={overdue ? "lane overdue" : "lane"} data-lane={lane} title={text(`lane.${lane}`)}>
      <Icon name={overdue ? "warning" : laneIcons[lane]} />
      <span className="unseen">{text(`lane.${lane}`)}</span>
    </span>
  );
}
