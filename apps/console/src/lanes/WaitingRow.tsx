import type { CallRow } from "@siaga/contracts/live";
import type { JSX } from "react";
import { useBoard } from "../live/live-store.ts";
import { Chip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { useNow } from "../parts/use-now.ts";
import { useLanguage, useText } from "../words/words.ts";
import { LaneMark } from "./LaneMark.tsx";
import { reasonsOf } from "./reasons.ts";
import { promotionShare } from "./room.ts";

/** One who waits: lane, number, wait, one line of facts; in the waiting lane a bar that fills to the promotion. */
export function WaitingRow({ call, line = true }: { readonly call: CallRow; readonly line?: boolean }): JSX.Element {
  const facts = useText("facts");
  const lanes = useText("lanes");
  const worth = useBoard()?.room?.worthGlance === call.id;
  const why = useWhy(call);
  return (
    <li className={worth ? "waiting proposed" : "waiting"} data-testid={`waiting-${call.id}`}>
      <LaneMark lane={call.place?.lane ?? "express"} overdue={call.overdue} />
      <b className="cut">{call.number ?? facts("withheld")}</b>
      <b className="time">
        <Elapsed since={call.arrivedAt} />
      </b>
      <span className="why" title={why}>
        {call.test && <Chip tone="warn">{facts("test")}</Chip>}{" "}
        {call.parkedAt != null && <Chip icon="park">{lanes("parked")}</Chip>}{" "}
        {call.place?.promoted === true && call.place.lane === "waiting" && (
          <Chip tone="accent" icon="claim">
            {lanes("promoted")}
          </Chip>
        )}{" "}
        {why}
        {line && ` · ${call.lineName}`}
      </span>
      <Promotion call={call} />
    </li>
  );
}

/** Where it rings comes first, then why it waits here. */
function useWhy(call: CallRow): string {
  const queue = useText("queue");
  const facts = useText("facts");
  const lanes = useText("lanes");
  const language = useLanguage();
  const board = useBoard();
  const desks = call.offeredTo.map((desk) => board?.desks[desk]?.deskName ?? desk).join(", ");
  const state = call.overdue ? queue("overdue") : desks !== "" ? queue("offered", { desks }) : null;
  const reasons = reasonsOf(call, { lanes, facts, language });
  if (reasons.length === 0) return state ?? queue("in-queue");
  return [...(state === null ? [] : [state]), ...reasons].join(" · ");
}

function Promotion({ call }: { readonly call: CallRow }): JSX.Element | null {
  const text = useText("lanes");
  const share = promotionShare(call, useNow(1_000));
  if (share === null) return null;
  return (
    <span
      className="promotion"
      role="progressbar"
      aria-label={text("promotion")}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(share * 100)}
    >
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}
