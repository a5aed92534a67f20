import type { DeskRow } from "@siaga/contracts/live";
import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { useReference } from "../api/queries.ts";
import type { DeskState } from "../desk/desk-view.ts";
import { useBoard } from "../live/live-store.ts";
import { Chip, DeskChip } from "../parts/chip.tsx";
import { Clock } from "../parts/elapsed.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import { isFlood } from "../lanes/room.ts";
import { AccountMenu } from "./AccountMenu.tsx";
import { LinkLights } from "./LinkLights.tsx";
import { type Screen, screensOf } from "./screens.ts";
import { useSeat } from "./use-desk-view.ts";

/** The desk's own view is newer than its row on the board. */
const shownAs = {
  "headset-check": "not-ready",
  "not-ready": "not-ready",
  available: "available",
  listening: "available",
  ringing: "ringing",
  "on-call": "on-call",
  "calling-back": "on-call",
  "wrap-up": "wrap-up",
} as const satisfies Record<DeskState, DeskRow["state"]>;

/** The top line of every screen: where we are, whether the links stand, the time, who sits here. */
export function Rail(): JSX.Element {
  const { me, view } = useSeat();
  const text = useText("frame");
  const city = useReference()?.city;
  const board = useBoard();
  const row = board?.desks[me.desk ?? ""];
  const room = board?.room;
  return (
    <header className="rail">
      <span className="mark">
        <Icon name="mark" large />
        Siaga 112
      </span>
      <span className="muted cut">{city?.name}</span>
      <nav aria-label={text("navigation")}>
        {screensOf(me).map((screen) => (
          <RailLink key={screen} screen={screen} />
        ))}
      </nav>
      <span className="spring" />
      {isFlood(room) && (
        <Chip tone="warn" icon="surge">
          {text("surge")}
        </Chip>
      )}
      <LinkLights />
      <Clock />
      <span className="cut seat" data-testid="seat">
        {me.deskName === null ? me.name : `${me.deskName} · ${me.name}`}
      </span>
      {row !== undefined && view !== null && <DeskChip row={{ ...row, state: shownAs[view.state] }} />}
      <AccountMenu />
    </header>
  );
}

function RailLink({ screen }: { readonly screen: Screen }): JSX.Element {
  const text = useText("frame");
  const board = useBoard();
  const open = Object.values(board?.incidents ?? {}).filter(({ state }) => state === "open").length;
  return (
    <Link to={`/${screen}`} data-testid={`nav-${screen}`}>
      {text(`screen.${screen}`)}
      {screen === "incidents" && board !== null && <span className="count">{open}</span>}
    </Link>
  );
}
