import type { JSX } from "react";
import { incidentName } from "../incidents/IncidentTable.tsx";
import { useBoard } from "../live/live-store.ts";
import { Button } from "../parts/button.tsx";
import { Chip } from "../parts/chip.tsx";
import { Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";
import { cancelBulletin, useBulletin } from "./use-bulletin.ts";

/** The incident many call about: proposed for an announcement, or announced. A person decides; I, then Enter. */
export function BulletinPanel(): JSX.Element | null {
  const text = useText("bulletin");
  const { open, worth, asking, ask, confirm } = useBulletin();
  const incident = open ?? worth;
  if (incident === null) return null;
  const name = { number: incidentName(incident.number), type: incident.incidentTypeName };
  const does = open === null ? "announce" : "close";
  return (
    <Panel
      title={text(open === null ? "proposed" : "open")}
      icon="announce"
      corner={open === null && worth !== null && <Chip tone="warn">{text("reports", { count: worth.calls })}</Chip>}
      padded
      whole
      testId="bulletin"
    >
      <p>
        <b>
          {name.number} {name.type}.
        </b>{" "}
        {open === null ? text("why") : <Heard />}
      </p>
      {asking ? (
        <div className="chips" role="status">
          <Button look="primary" keyCap="Enter" onPress={confirm} testId={`bulletin-${does}-confirm`}>
            {text(`${does}.confirm`)}
          </Button>
          <Button look="quiet" keyCap="Esc" onPress={cancelBulletin}>
            {text("cancel")}
          </Button>
        </div>
      ) : (
        <div className="say-row">
          <Button keyCap="I" icon="announce" onPress={ask} testId={`bulletin-${does}`}>
            {text(does)}
          </Button>
          <span className="dim">{text("words")}</span>
        </div>
      )}
    </Panel>
  );
}

/** Who of those who wait heard it, and who pressed 1 because their call is about something else. */
function Heard(): JSX.Element {
  const text = useText("bulletin");
  const waiting = Object.values(useBoard()?.calls ?? {}).filter(
    ({ state }) => state === "queued" || state === "offered",
  );
  const said = (what: "heard" | "something-else"): number =>
    waiting.filter(({ place }) => place?.bulletin === what).length;
  return (
    <span data-testid="bulletin-heard">{text("heard", { heard: said("heard"), other: said("something-else") })}</span>
  );
}
