import { TextInput } from "@mantine/core";
import type { DispatchRow } from "@siaga/contracts/live";
import { type JSX, useEffect, useRef, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { Button } from "../parts/button.tsx";
import { DispatchChip } from "../parts/chip.tsx";
import { Elapsed } from "../parts/elapsed.tsx";
import { clockText } from "../parts/time.ts";
import { useText } from "../words/words.ts";
import { needsAnswer, nextSteps, type Step, stepKeys, stepNames } from "./dispatch-order.ts";

async function take(dispatch: string, step: Exclude<Step, "decline">): Promise<void> {
  const called = await callRoute(step, { params: { dispatch } });
  if (!called.ok) say(called.refusal.sentence);
}

/** The agency's next word about one dispatch: one key each. */
export function DispatchSteps({ row }: { readonly row: DispatchRow }): JSX.Element {
  const text = useText("agency");
  const [declining, setDeclining] = useState(false);
  const steps: readonly Step[] = nextSteps[row.state];
  const handleStep = (step: Step): void => (step === "decline" ? setDeclining(true) : void take(row.id, step));
  useStepKeys(declining ? [] : steps, handleStep);
  return (
    <section
      className={needsAnswer(row) ? "steps-bar new" : "steps-bar"}
      data-testid="dispatch-steps"
      data-state={row.state}
    >
      <div>
        <div className="bar-label">{needsAnswer(row) ? text("new") : <DispatchChip state={row.state} />}</div>
        <div className="muted">{text("sent-at", { time: clockText(row.sentAt) })}</div>
      </div>
      <b className="bar-timer">
        <Elapsed since={row.since} />
      </b>
      <div className="bar-actions">
        {!declining &&
          steps.map((step) => (
            <Button
              key={step}
              size="main"
              look={step === "decline" ? "plain" : "primary"}
              keyCap={stepKeys[step]}
              onPress={() => handleStep(step)}
              testId={`step-${stepNames[step]}`}
            >
              {text(`step.${step}`)}
            </Button>
          ))}
      </div>
      {declining && <Decline dispatch={row.id} onDone={() => setDeclining(false)} />}
    </section>
  );
}

function useStepKeys(steps: readonly Step[], onStep: (step: Step) => void): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
      const step = steps.find((one) => stepKeys[one] === event.key.toUpperCase());
      if (step === undefined) return;
      event.preventDefault();
      onStep(step);
    };
    window.addEventListener("keydown", handleKey);
    return () => window.removeEventListener("keydown", handleKey);
  }, [steps, onStep]);
}

/** *Tolak dengan alasan*: the room must know why, to send somebody else. */
function Decline({ dispatch, onDone }: { readonly dispatch: string; readonly onDone: () => void }): JSX.Element {
  const text = useText("agency");
  const [reason, setReason] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const handleSend = async (): Promise<void> => {
    if (reason.trim() === "") return;
    const called = await callRoute("decline", { params: { dispatch }, body: { reason } });
    if (called.ok) onDone();
    else say(called.refusal.sentence);
  };
  return (
    <form
      className="decline"
      onSubmit={(event) => {
        event.preventDefault();
        void handleSend();
      }}
    >
      <span className="chips">
        {(["reason.authority", "reason.units", "reason.duplicate"] as const).map((key) => (
          <Button key={key} onPress={() => setReason(text(key))} testId={key}>
            {text(key)}
          </Button>
        ))}
      </span>
      <TextInput
        ref={field}
        aria-label={text("reason")}
        placeholder={text("reason")}
        value={reason}
        maxLength={500}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
        onKeyDown={({ key }) => key === "Escape" && onDone()}
        data-testid="decline-reason"
      />
      <Button look="end" disabled={reason.trim() === ""} onPress={() => void handleSend()} testId="decline-send">
        {text("decline.send")}
      </Button>
      <Button look="quiet" keyCap="Esc" onPress={onDone}>
        {text("cancel")}
      </Button>
    </form>
  );
}
