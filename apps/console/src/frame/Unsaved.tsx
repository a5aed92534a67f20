import { type JSX, useSyncExternalStore } from "react";
import { isOf, type PendingSave } from "../api/pending-list.ts";
import { letGo, pendingSaves, sendAgain, watchPendingSaves } from "../api/pending-saves.ts";
import { Button } from "../parts/button.tsx";
import { shortClockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { Strip } from "./Strip.tsx";
import { useSeat } from "./use-desk-view.ts";

/** What waits at this desk for the centre: one's own, others', and what the centre would not take. */
export function Unsaved(): JSX.Element {
  const text = useText("strips");
  const { me } = useSeat();
  const saves = useSyncExternalStore(watchPendingSaves, pendingSaves);
  const own = saves.filter((save) => isOf(save, me.operator));
  const waiting = own.filter(({ refused }) => refused === null).length;
  const others = saves.length - own.length;
  return (
    <>
      {own.map((save) => save.refused !== null && <Refused key={save.key} save={save} sentence={save.refused} />)}
      {waiting > 0 && (
        <Strip tone="info" icon="note" testId="pending-saves">
          {text("pending", { count: waiting })}
        </Strip>
      )}
      {others > 0 && (
        <Strip tone="info" icon="note" testId="pending-others">
          {text("pending.others", { count: others })}
        </Strip>
      )}
    </>
  );
}

type RefusedProps = { readonly save: PendingSave; readonly sentence: string };

/** The centre's own sentence; the operator sends it again or lets it go. A draft it came from stays among the drafts. */
function Refused({ save, sentence }: RefusedProps): JSX.Element {
  const text = useText("strips");
  const action = (
    <span className="chips">
      <Button onPress={() => void sendAgain(save.key)} testId="pending-again">
        {text("refused.again")}
      </Button>
      <Button look="quiet" onPress={() => letGo(save.key)} testId="pending-let-go">
        {text("refused.let-go")}
      </Button>
    </span>
  );
  return (
    <Strip tone="warn" icon="warning" testId="pending-refused" action={action} wide>
      {text("refused", { time: shortClockText(save.at) })} {sentence}
    </Strip>
  );
}
