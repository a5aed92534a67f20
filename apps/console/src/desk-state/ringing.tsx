import { type JSX, useEffect } from "react";
import { BarShape } from "../desk/BarShape.tsx";
import { CallFactLines, CallIdentity } from "../desk/CallFacts.tsx";
import type { DeskView } from "../desk/desk-view.ts";
import { factsLine } from "../desk/facts.ts";
import { say } from "../frame/notice.ts";
import { act, useKeyAction } from "../keys/use-keys.ts";
import { wantedFromListening } from "../listen/listen.ts";
import { Button } from "../parts/button.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { command } from "../softphone/desk-commands.ts";
import { useSoftphone } from "../softphone/softphone.ts";
import { ring } from "../softphone/sounds.ts";
import { useLanguage, useText } from "../words/words.ts";

const answer = (call: string): void => void command({ type: "answer-call", call }).then(say);

/** Whom the operator wanted while listening is answered as soon as the exchange rings here: before, it takes no answer. */
function useAnswerWanted(calls: readonly string[]): void {
  const { standing, socket, channel } = useSoftphone();
  const alone = socket === "down" && channel === "down";
  const rung = calls.filter((call) => alone || standing.ringing.some(({ card }) => card.call === call));
  useEffect(() => {
    for (const call of rung) if (wantedFromListening(call)) answer(call);
  });
}

/** A call is offered to this desk: F8 answers at once. */
export function RingingBar({ view }: { readonly view: Extract<DeskView, { state: "ringing" }> }): JSX.Element {
  const text = useText("bar");
  const [call] = view.calls;
  useEffect(ring, []);
  useAnswerWanted(view.calls.map(({ id }) => id));
  useKeyAction("answer", () => answer(call.id));
  return (
    <>
      <Announcement view={view} />
      <BarShape
        state="ringing"
        icon="incoming"
        label={view.calls.length > 1 ? text("ringing.more", { count: view.calls.length }) : text("ringing")}
        timer={<Elapsed since={call.arrivedAt} />}
        middle={<CallIdentity call={call} />}
        facts={<CallFactLines call={call} />}
        actions={
          <>
            <Button
              look="quiet"
              size="main"
              onPress={() => void command({ type: "decline", call: call.id }).then(say)}
              testId="decline"
            >
              {text("decline")}
            </Button>
            <Button
              look="go"
              size="main"
              icon="phone"
              keyCap="F8"
              onPress={() => act({ type: "answer" })}
              testId="answer"
            >
              {text("answer")}
            </Button>
          </>
        }
      />
    </>
  );
}

/** Said once for each call, not once a second. */
function Announcement({ view }: { readonly view: Extract<DeskView, { state: "ringing" }> }): JSX.Element {
  const text = useText("bar");
  const facts = useText("facts");
  const language = useLanguage();
  const [call] = view.calls;
  return (
    <p className="unseen" role="alert" key={call.id}>
      {text("ringing")}. {call.lineName}. {call.number ?? facts("withheld")}. {factsLine(call, facts, language)}
    </p>
  );
}
