import type { JSX } from "react";
import type { ShownCall } from "../desk/desk-view.ts";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import { answersOf } from "./reasons.ts";

/** In which lane the caller came, and how they answered the question. Nothing where nobody was put in a lane. */
export function LaneFacts({ call }: { readonly call: ShownCall }): JSX.Element | null {
  const text = useText("lanes");
  const place = call.row?.place ?? null;
  if (place === null) return null;
  const answers = answersOf(place, text);
  return (
    <>
      <li data-testid="fact-lane">
        <Icon name={place.lane === "waiting" ? "hourglass" : place.lane} />
        <span>{text(`lane.${place.lane}`)}</span>
        <span className="when">{place.promoted ? text("promoted") : ""}</span>
      </li>
      {answers.map((answer) => (
        <li key={answer} data-testid="fact-answer">
          <Icon name="question" />
          <span>{answer}</span>
        </li>
      ))}
    </>
  );
}
