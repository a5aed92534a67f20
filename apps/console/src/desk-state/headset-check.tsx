import { Link } from "@tanstack/react-router";
import type { JSX } from "react";
import { BarShape } from "../desk/BarShape.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { Elapsed } from "../parts/elapsed.tsx";
import { useText } from "../words/words.ts";

/** A desk was taken and its headset not yet checked: no calls before *Siap*. */
export function HeadsetCheckBar({
  view,
}: {
  readonly view: Extract<DeskView, { state: "headset-check" }>;
}): JSX.Element {
  const text = useText("bar");
  return (
    <BarShape
      state="not-ready"
      icon="headset"
      label={text("headset")}
      timer={<Elapsed since={view.since} />}
      facts={
        <>
          <b className="cut">{text("headset.hint")}</b>
          <span className="muted cut">{text("not-ready.hint")}</span>
        </>
      }
      actions={<Link to="/desk">{text("headset")}</Link>}
    />
  );
}
