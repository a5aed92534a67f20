import type { Health, LineCall } from "@siaga/contracts/http";
import type { JSX } from "react";
import { useHealth, useLines } from "../api/queries.ts";
import { Chip, type Tone } from "../parts/chip.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { shortClockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { hearingOf, hearingTones, worstScore } from "./line-words.ts";

type Trunk = Health["exchange"]["trunks"][number];

/** Below this score a call of the shift is worth a look. */
const worthALook = 3.6;

/** The carriers' trunks, how well the calls that stand are heard, and the worst of the shift. */
export function LinesPanel(): JSX.Element {
  const text = useText("lines");
  const { health } = useHealth();
  const lines = useLines();
  const living = (lines?.living ?? []).toSorted((a, b) => worstScore(a) - worstScore(b));
  const worst = (lines?.worst ?? []).filter((call) => worstScore(call) < worthALook);
  return (
    <Panel title={text("title")} icon="incoming" note={text("note", { count: living.length })} grow testId="lines">
      <ul>
        {(health?.exchange.trunks ?? []).map((trunk) => (
          <TrunkLine key={trunk.trunk} trunk={trunk} />
        ))}
      </ul>
      <h3 className="lines-part dim">{text("living")}</h3>
      {living.length === 0 && <p className="lines-part muted">{text("living.none")}</p>}
      <ul data-testid="lines-living">
        {living.map((call) => (
          <HeardLine key={call.id} call={call} />
        ))}
      </ul>
      <h3 className="lines-part dim">{text("worst")}</h3>
      {worst.length === 0 && <Nothing icon="check" title={text("worst.none")} />}
      <ul data-testid="lines-worst">
        {worst.map((call) => (
          <HeardLine key={call.id} call={call} />
        ))}
      </ul>
    </Panel>
  );
}

const trunkTones = { up: "ok", down: "crit", unknown: "calm" } as const satisfies Record<Trunk["state"], Tone>;

function TrunkLine({ trunk: { trunk, state, registration, channels } }: { readonly trunk: Trunk }): JSX.Element {
  const text = useText("lines");
  const registered = registration === null ? [] : [text(`registration.${registration.state}`)];
  const used = text("channels", { used: channels.used, all: channels.used + channels.free });
  return (
    <li className="desk-line" data-testid={`trunk-${trunk}`} data-state={state}>
      <b>{trunk}</b>
      <span className="muted cut">{[used, ...registered].join(" · ")}</span>
      <Chip tone={trunkTones[state]} icon={state === "down" ? "warning" : "check"}>
        {text(`trunk.${state}`)}
      </Chip>
    </li>
  );
}

function HeardLine({ call }: { readonly call: LineCall }): JSX.Element {
  const text = useText("lines");
  const lost = Math.max(call.lossIn, call.lossOut ?? 0);
  return (
    <li className="heard-line" data-testid={`line-${call.id}`}>
      <b>{shortClockText(call.arrivedAt)}</b>
      <span className="muted cut">
        {[call.desk ?? text("waiting"), call.trunk, text("lost", { percent: lost.toFixed(1) })].join(" · ")}
      </span>
      <span className="heard-chips">
        <Heard score={call.mosIn} side="in" />
        <Heard score={call.mosOut} side="out" />
      </span>
    </li>
  );
}

/** The word first; the score confirms it. */
function Heard({ score, side }: { readonly score: number | null; readonly side: "in" | "out" }): JSX.Element {
  const text = useText("lines");
  const hearing = hearingOf(score);
  return (
    <Chip tone={hearingTones[hearing]} {...(hearing === "poor" && { icon: "warning" as const })}>
      {text(side)} {text(`hearing.${hearing}`)} {score === null ? "" : score.toFixed(1)}
    </Chip>
  );
}
