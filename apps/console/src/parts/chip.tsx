import type { DeskRow, DispatchRow, IncidentRow } from "@siaga/contracts/live";
import type { JSX, ReactNode } from "react";
import { useText } from "../words/words.ts";
import { Icon, type IconName } from "./icon.tsx";

export type Tone = "calm" | "ok" | "warn" | "crit" | "info" | "hush" | "accent";

/** Icon and words; the colour only confirms them. */
export function Chip({
  tone = "calm",
  icon,
  children,
}: {
  readonly tone?: Tone;
  readonly icon?: IconName;
  readonly children: ReactNode;
}): JSX.Element {
  return (
    <span className={`chip ${tone}`}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </span>
  );
}

export function PriorityChip({ priority }: { readonly priority: IncidentRow["priority"] }): JSX.Element {
  const text = useText("status");
  return <span className={`chip p${priority}`}>{text(`priority.${priority}`)}</span>;
}

const dispatchLooks = {
  sent: ["info", "arrow"],
  delivered: ["warn", "clock"],
  acknowledged: ["ok", "check"],
  declined: ["warn", "cross"],
  "en-route": ["info", "truck"],
  "on-scene": ["ok", "pin"],
  cleared: ["calm", "check"],
} as const satisfies Record<DispatchRow["state"], readonly [Tone, IconName]>;

export function DispatchChip({
  state,
  children,
}: {
  readonly state: DispatchRow["state"];
  readonly children?: ReactNode;
}): JSX.Element {
  const text = useText("status");
  const [tone, icon] = dispatchLooks[state];
  return (
    <Chip tone={tone} icon={icon}>
      {text(`dispatch.${state}`)} {children}
    </Chip>
  );
}

const deskLooks = {
  available: ["ok", "check"],
  kept: ["accent", "shield"],
  listening: ["info", "ear"],
  ringing: ["accent", "incoming"],
  "on-call": ["info", "phone"],
  "wrap-up": ["calm", "pencil"],
  "not-ready": ["calm", "pause"],
} as const satisfies Record<DeskRow["state"] | "kept" | "listening", readonly [Tone, IconName]>;

/** A free desk may be kept for express callers, or be listening to one who waits. */
function shownState({ state, kept, listensTo }: Pick<DeskRow, "state" | "kept" | "listensTo">): keyof typeof deskLooks {
  if (state !== "available") return state;
  return listensTo == null ? (kept ? "kept" : state) : "listening";
}

export function DeskChip({
  row,
  children,
}: {
  readonly row: Pick<DeskRow, "state" | "connected" | "kept" | "listensTo">;
  readonly children?: ReactNode;
}): JSX.Element {
  const text = useText("status");
  if (!row.connected)
    return (
      <Chip tone="crit" icon="warning">
        {text("desk.unconnected")} {children}
      </Chip>
    );
  const shown = shownState(row);
  const [tone, icon] = deskLooks[shown];
  return (
    <Chip tone={tone} icon={icon}>
      {text(`desk.${shown}`)} {children}
    </Chip>
  );
}
