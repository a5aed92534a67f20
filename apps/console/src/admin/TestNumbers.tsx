import { TextInput } from "@mantine/core";
import { type JSX, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { queries, useTestNumbers } from "../api/queries.ts";
import { say } from "../frame/notice.ts";
import { Button } from "../parts/button.tsx";
import { Nothing, Panel } from "../parts/panel.tsx";
import { useText } from "../words/words.ts";

const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ["test-numbers"] });

/** Numbers marked *uji*: their calls work like any other and never count. */
export function TestNumbers(): JSX.Element {
  const text = useText("test-numbers");
  const numbers = useTestNumbers();
  const [number, setNumber] = useState("");
  const handleAdd = async (): Promise<void> => {
    const called = await callRoute("addTestNumber", { body: { number } });
    if (!called.ok) return say(called.refusal.sentence);
    setNumber("");
    await refresh();
  };
  const handleRemove = async (id: string): Promise<void> => {
    const called = await callRoute("removeTestNumber", { params: { id } });
    if (!called.ok) say(called.refusal.sentence);
    await refresh();
  };
  return (
    <Panel title={text("title")} icon="phone" note={text("note")} grow testId="test-numbers">
      <form
        className="panel-form"
        onSubmit={(event) => {
          event.preventDefault();
          void handleAdd();
        }}
      >
        <TextInput
          aria-label={text("number")}
          placeholder={text("number.hint")}
          value={number}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
          data-testid="test-number"
        />
        <Button
          look="primary"
          disabled={number.trim().length < 2}
          onPress={() => void handleAdd()}
          testId="test-number-add"
        >
          {text("add")}
        </Button>
      </form>
      {numbers?.length === 0 && <Nothing icon="phone" title={text("none")} />}
      <ul>
        {numbers?.map(({ id, masked }) => (
          <li key={id} className="draft-line">
            <span />
            <b className="number">{masked}</b>
            <Button onPress={() => void handleRemove(id)} testId={`test-number-remove-${id}`}>
              {text("remove")}
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
