import { type JSX, useEffect, useState } from "react";
import { isUnsent } from "../call-form/kept-report.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { HeadsetCheck } from "../sign-in/HeadsetCheck.tsx";
import { ShiftStart } from "../sign-in/ShiftStart.tsx";
import { CallBody } from "./CallBody.tsx";
import type { DeskView } from "./desk-view.ts";
import { IdleBody } from "./IdleBody.tsx";

/** What is being written about: the call in hand, or one whose form the operator has not left. */
type Writing = { readonly call: string | null } | null;

/** The desk: taking a desk, checking the headset, and then calls. The call bar itself stands in the frame. */
export function DeskScreen(): JSX.Element {
  const { view } = useSeat();
  if (view === null) return <ShiftStart />;
  return view.state === "headset-check" ? <HeadsetCheck /> : <DeskWork view={view} />;
}

function DeskWork({ view }: { readonly view: DeskView }): JSX.Element {
  const inHand = view.state === "on-call" || view.state === "wrap-up" ? view.call.id : null;
  const [writing, setWriting] = useState<Writing>(null);
  useEffect(() => {
    // A finished call's form stays on screen only while something in it is unsent.
    if (inHand !== null) setWriting({ call: inHand });
    else setWriting((was) => (was !== null && isUnsent(was.call) ? was : null));
  }, [inHand]);
  const shown = inHand !== null ? { call: inHand } : writing;
  if (shown === null) return <IdleBody onContinue={(call) => setWriting({ call })} />;
  return (
    <CallBody
      key={shown.call ?? "none"}
      call={shown.call}
      inHand={inHand !== null}
      view={view}
      onLeave={() => setWriting(null)}
    />
  );
}
