import type { TriagePolicy } from "@siaga/contracts/planning";
import { useQuery } from "@tanstack/react-query";
import { type JSX, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { queries } from "../api/queries.ts";
import { useSeat } from "../frame/use-desk-view.ts";
import { Button } from "../parts/button.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { dateText, shortClockText } from "../parts/time.ts";
import { useLanguage, useText } from "../words/words.ts";
import { FieldGroups } from "./FieldGroups.tsx";
import { PreviewPanel } from "./PreviewPanel.tsx";
import { usePreview } from "./use-preview.ts";
import { type Parameters, saysTheSame, type Setting, withValue } from "./values.ts";

/** Who is next when too many call: read, changed, tried, and only then put in force. */
export function PolicyScreen(): JSX.Element {
  const text = useText("policy");
  const asked = useQuery({
    queryKey: ["triage-policy"],
    queryFn: async () => {
      const called = await callRoute("readTriagePolicy");
      if (!called.ok) throw new Error(called.refusal.code);
      return called.value;
    },
  });
  if (asked.data === undefined) return <Nothing icon="clock" title={text("loading")} />;
  return <PolicyEditor key={asked.data.changedAt ?? 0} policy={asked.data} />;
}

function PolicyEditor({ policy }: { readonly policy: TriagePolicy }): JSX.Element {
  const [draft, setDraft] = useState<Setting>({ order: policy.order, parameters: policy.parameters });
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set());
  const preview = usePreview();
  const { me } = useSeat();
  const text = useText("policy");
  const handleWrong = (key: string, isWrong: boolean): void =>
    setWrong((was) => new Set(isWrong ? [...was, key] : [...was].filter((other) => other !== key)));
  const handleChange = (key: string, value: unknown): void => {
    if (value === null) setWrong((was) => new Set([...was].filter((other) => !other.startsWith(key))));
    setDraft(({ order, parameters }) => ({ order, parameters: withValue(parameters as Parameters, key, value) }));
  };
  return (
    <div className="policy-body">
      <Panel
        title={text("title")}
        icon="list"
        note={<Changed policy={policy} />}
        corner={<OrderChoice draft={draft} onChange={(order) => setDraft({ ...draft, order })} />}
        grow
        testId="policy"
      >
        <FieldGroups
          fields={policy.fields}
          parameters={draft.parameters}
          defaults={policy.defaults}
          onChange={handleChange}
          onWrong={handleWrong}
          readOnly={me.role !== "supervisor"}
        />
      </Panel>
      <div className="stack">
        <PreviewPanel preview={preview} draft={draft} scenarios={policy.scenarios} usable={wrong.size === 0} />
        {me.role === "supervisor" && (
          <SaveBar policy={policy} draft={draft} preview={preview} usable={wrong.size === 0} />
        )}
      </div>
    </div>
  );
}

function Changed({ policy: { changedAt, changedBy } }: { readonly policy: TriagePolicy }): JSX.Element {
  const text = useText("policy");
  const language = useLanguage();
  if (changedAt === null) return <>{text("never-changed")}</>;
  const time = `${dateText(changedAt, language)} ${shortClockText(changedAt)}`;
  return <>{text("changed", { time, name: changedBy ?? text("from-file") })}</>;
}

type OrderChoiceProps = { readonly draft: Setting; readonly onChange: (order: Setting["order"]) => void };

function OrderChoice({ draft, onChange }: OrderChoiceProps): JSX.Element {
  const text = useText("policy");
  const { me } = useSeat();
  return (
    <div className="segments" role="radiogroup" aria-label={text("order")}>
      {(["triage", "first-come"] as const).map((order) => (
        <button
          key={order}
          type="button"
          role="radio"
          aria-checked={draft.order === order}
          disabled={me.role !== "supervisor"}
          onClick={() => onChange(order)}
          data-testid={`order-${order}`}
        >
          {text(`order.${order}`)}
        </button>
      ))}
    </div>
  );
}

type SaveBarProps = {
  readonly policy: TriagePolicy;
  readonly draft: Setting;
  readonly preview: ReturnType<typeof usePreview>;
  readonly usable: boolean;
};

/** Saving is possible only for exactly what was tried, and for the way back; otherwise the bar says what is missing. */
function SaveBar({ policy, draft, preview: { trial, told }, usable }: SaveBarProps): JSX.Element {
  const text = useText("policy");
  const [refused, setRefused] = useState<string | null>(null);
  const changed = !saysTheSame(draft, policy);
  const tried = trial !== null && told?.state === "done" && saysTheSame(trial.of, draft);
  const back = draft.order === "first-come";
  const why = !usable ? "wrong" : !changed ? "nothing" : tried ? "ready" : back ? "back" : "try-first";
  const handleSave = async (): Promise<void> => {
    const called = await callRoute("changeTriagePolicy", { body: { ...draft, preview: tried ? trial.id : null } });
    setRefused(called.ok ? null : called.refusal.sentence);
    if (called.ok) await queries.invalidateQueries({ queryKey: ["triage-policy"] });
  };
  return (
    <div className="save-bar" data-testid="policy-save-bar">
      <span className={refused === null ? "dim" : "refused"} role="status">
        {refused ?? text(`save.${why}`)}
      </span>
      <Button
        look="go"
        size="main"
        disabled={why !== "ready" && why !== "back"}
        onPress={() => void handleSave()}
        testId="policy-save"
      >
        {text("save")}
      </Button>
    </div>
  );
}
