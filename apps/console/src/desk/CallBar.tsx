import type { JSX } from "react";
import { AvailableBar } from "../desk-state/available.tsx";
import { CallingBackBar } from "../desk-state/calling-back.tsx";
import { HeadsetCheckBar } from "../desk-state/headset-check.tsx";
import { ListeningBar } from "../desk-state/listening.tsx";
import { NotReadyBar } from "../desk-state/not-ready.tsx";
import { OnCallBar } from "../desk-state/on-call.tsx";
import { RingingBar } from "../desk-state/ringing.tsx";
import { WrapUpBar } from "../desk-state/wrap-up.tsx";
import { useText } from "../words/words.ts";
import type { DeskState, DeskView } from "./desk-view.ts";

type Bars = { readonly [S in DeskState]: (props: { readonly view: Extract<DeskView, { state: S }> }) => JSX.Element };
const bars: Bars = {
  "headset-check": HeadsetCheckBar,
  "not-ready": NotReadyBar,
  available: AvailableBar,
  listening: ListeningBar,
  ringing: RingingBar,
  "on-call": OnCallBar,
  "calling-back": CallingBackBar,
  "wrap-up": WrapUpBar,
};

/** The call bar: one box on every staff screen, its content by the desk's state. */
export function CallBar({ view }: { readonly view: DeskView }): JSX.Element {
  const text = useText("bar");
  const Bar = bars[view.state] as (props: { readonly view: DeskView }) => JSX.Element;
  return (
    <section aria-label={text("region")}>
      <Bar view={view} />
    </section>
  );
}
