import type { JSX } from "react";
import { useLive } from "../live/live-store.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { useText } from "../words/words.ts";
import { useSeat } from "./use-desk-view.ts";

/** The links this screen lives on: words and a shape, not a colour alone. */
export function LinkLights(): JSX.Element {
  const { me } = useSeat();
  const { lostAt, board } = useLive();
  const { channel, socket } = useSoftphone();
  const text = useText("frame");
  return (
    <span className="lights">
      <Light up={lostAt === null && board !== null} name={text("link.centre")} testId="link-centre" />
      {me.desk !== null && <Light up={channel === "up"} name={text("link.audio")} testId="link-audio" />}
      {me.desk !== null && channel === "down" && (
        <Light up={socket === "up"} name={text("link.exchange")} testId="link-exchange" />
      )}
    </span>
  );
}

function Light({
  up,
  name,
  testId,
}: {
  readonly up: boolean;
  readonly name: string;
  readonly testId: string;
}): JSX.Element {
  const text = useText("frame");
  return (
    <span data-testid={testId} data-up={up}>
      <i className={up ? "light up" : "light down"} aria-hidden="true" />
      {name}
      {!up && <b> {text("link.down")}</b>}
    </span>
  );
}
