import type { CallRow, PartyRow } from "@siaga/contracts/live";
import { type JSX, useEffect, useRef, useState } from "react";
import type { DeskView } from "../desk/desk-view.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { Button, KeyCap } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { useNow } from "../parts/use-now.ts";
import { soundReturn } from "../softphone/sounds.ts";
import { tellExchange, useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { Directory } from "./Directory.tsx";
import { confer, dropParty, leaveCall, returnToCall } from "./party-commands.ts";
import { reasonOf, saidFor } from "./party-words.ts";

/** Under the call bar: who else is in the call, what happened to them, and whom to call. Never over the call. */
export function PartyStrip({ view }: { readonly view: DeskView }): JSX.Element | null {
  const row = "call" in view ? view.call.row : null;
  if (row === null) return null;
  if (view.state === "on-call") return <OnCallParties key={row.id} row={row} desk={view.desk} />;
  return view.state === "wrap-up" && row.state === "transferred" ? <LeftTogether row={row} /> : null;
}

function OnCallParties({ row, desk }: { readonly row: CallRow; readonly desk: string }): JSX.Element | null {
  const text = useText("parties");
  const [open, setOpen] = useState(false);
  // The exchange joins a moment before the live view says whose call it is.
  const own = row.desk === desk || row.desk === null;
  const some = row.parties.length > 0;
  const toDirectory = (): void => setOpen(own && row.state !== "transferring");
  useKeyAction("party", () => (some && !open ? void leaveCall(row.id) : toDirectory()));
  useKeyAction("directory", toDirectory);
  useKeyAction("confer", () => own && some && void confer(row.id));
  useKeyAction("drop-party", () => {
    const last = row.parties.at(-1);
    if (own && last !== undefined) void dropParty(last.id);
  });
  useKeyAction("press", ({ digit }) => {
    const spoken = row.parties.findLast(({ state }) => state === "talking");
    if (own && spoken !== undefined) tellExchange({ type: "press", party: spoken.id, digits: digit });
  });
  return (
    <>
      <Reminder row={row} />
      <Left row={row} />
      {some && (
        <div className="strip parties info" data-testid="parties">
          <Icon name="people" />
          {row.parties.map((party) => (
            <PartyChip key={party.id} party={party} />
          ))}
          {own && <span className="dim cut">{text(hintFor(row))}</span>}
          <span className="spring" />
          {own && <PartyActions row={row} onAdd={toDirectory} />}
        </div>
      )}
      {open && <Directory call={row.id} desk={desk} onClose={() => setOpen(false)} />}
    </>
  );
}

const hintFor = ({ state, parties }: CallRow) =>
  state === "transferring"
    ? "hint.transferring"
    : state === "held"
      ? "hint.held"
      : parties.some((party) => party.state === "held")
        ? "hint.party-held"
        : "hint.together";

const icons: Readonly<Record<PartyRow["state"], IconName>> = { dialling: "outgoing", talking: "phone", held: "pause" };

function PartyChip({ party }: { readonly party: PartyRow }): JSX.Element {
  const text = useText("parties");
  return (
    <span className="party" data-testid="party" data-state={party.state}>
      <Icon name={icons[party.state]} />
      <b>{party.name}</b> {party.kind === "referred" && text("referred")} {text(`state.${party.state}`)}{" "}
      <Elapsed since={party.since} />
    </span>
  );
}

function PartyActions({ row, onAdd }: { readonly row: CallRow; readonly onAdd: () => void }): JSX.Element {
  const text = useText("parties");
  const going = row.state === "transferring";
  const apart = row.state === "held" || row.parties.some(({ state }) => state === "held");
  const answered = row.parties.some(({ state }) => state !== "dialling");
  const last = row.parties.at(-1);
  return (
    <>
      {!going && (
        <Button look="quiet" keyCap="P" onPress={onAdd} testId="add-party">
          {text("add")}
        </Button>
      )}
      {last !== undefined && (
        <Button look="quiet" keyCap="L" onPress={() => void dropParty(last.id)} testId="drop-party">
          {text("drop")}
        </Button>
      )}
      {!going && apart && answered && (
        <Button keyCap="T" icon="people" onPress={() => act({ type: "confer" })} testId="confer">
          {text("confer")}
        </Button>
      )}
      {!going && (
        <Button look="go" keyCap="F10" icon="arrow" onPress={() => act({ type: "party" })} testId="leave-call">
          {answered ? text("leave") : text("leave.ringing")}
        </Button>
      )}
    </>
  );
}

/** Somebody could not be reached, or hung up: said in words, with where the caller is now. */
function Left({ row }: { readonly row: CallRow }): JSX.Element | null {
  const text = useText("parties");
  const now = useNow(1_000);
  const left = row.partyLeft;
  const sounded = useRef(0);
  const told = left !== null && !left.deliberate && row.parties.length === 0;
  useEffect(() => {
    if (!told || left === null || sounded.current === left.at) return;
    sounded.current = left.at;
    soundReturn();
  }, [told, left]);
  if (!told || left === null || now - left.at > saidFor) return null;
  return (
    <p className="strip warn" role="alert" data-testid="party-left">
      <Icon name="warning" />
      <span className="cut">
        {text(reasonOf(left), { name: left.name, code: left.code })} {text("left.back")}
      </span>
      <span className="spring" />
      <KeyCap>F10</KeyCap> {text("again")}
    </p>
  );
}

/** The caller has been on hold for long. */
function Reminder({ row }: { readonly row: CallRow }): JSX.Element | null {
  const text = useText("parties");
  const { remindedAt } = useSoftphone().standing;
  useEffect(() => {
    if (remindedAt !== null) soundReturn();
  }, [remindedAt]);
  if (remindedAt === null || row.state !== "held") return null;
  return (
    <p className="strip warn" role="alert" data-testid="hold-reminder">
      <Icon name="hourglass" />
      <span className="cut">{text("reminder")}</span>
    </p>
  );
}

/** While writing up: the caller speaks with others, and the operator may come back to them. */
function LeftTogether({ row }: { readonly row: CallRow }): JSX.Element {
  const text = useText("parties");
  useKeyAction("return", () => void returnToCall(row.id));
  const names = row.parties.map(({ name }) => name).join(", ");
  return (
    <div className="strip parties info" data-testid="left-together">
      <Icon name="people" />
      <span className="cut">{text("together", { names })}</span>
      <span className="spring" />
      <Button keyCap="R" onPress={() => act({ type: "return" })} testId="return-to-call">
        {text("return")}
      </Button>
    </div>
  );
}
