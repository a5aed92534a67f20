import { Combobox, TextInput, useCombobox } from "@mantine/core";
import type { AddParty } from "@siaga/contracts/http";
import { type JSX, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useReference } from "../api/queries.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { useBoard } from "../live/live-store.ts";
import { Button, KeyCap } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";
import { directoryOf, type Entry, searchDirectory } from "./directory.ts";
import { calledLast, callParty, rememberCalled } from "./party-commands.ts";

type DirectoryProps = { readonly call: string; readonly desk: string; readonly onClose: () => void };

/** Whom to call: type the beginning of a name, or a number. Enter consults, Shift+Enter makes three, F10 puts through. */
export function Directory({ call, desk, onClose }: DirectoryProps): JSX.Element {
  const text = useText("parties");
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const reference = useReference();
  const board = useBoard();
  const combobox = useCombobox({ opened: true });
  const field = useRef<HTMLInputElement>(null);
  const entries = useMemo(() => directoryOf(reference, board, { desk, last: calledLast() }), [reference, board, desk]);
  const found = searchDirectory(entries, typed);
  const chosen = found[Math.min(at, found.length - 1)];
  useEffect(() => field.current?.focus(), []);

  const handleCall = (entry: Entry | undefined, how: AddParty["how"]): void => {
    if (entry === undefined) return;
    rememberCalled(entry.key);
    void callParty(call, entry.to, how);
    onClose();
  };
  useKeyAction("party", () => (typed === "" ? onClose() : handleCall(chosen, "blind")));
  useKeyAction("leave-field", onClose);
  const handleKey = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((was) => Math.max(0, Math.min(found.length - 1, was + step)));
    else if (event.key === "Enter") handleCall(chosen, event.shiftKey ? "three-way" : "consult");
    else return;
    event.preventDefault();
  };
  return (
    <div className="strip parties accent" data-testid="directory" role="group" aria-label={text("directory")}>
      <Icon name="outgoing" />
      <Combobox
        store={combobox}
        onOptionSubmit={(key) =>
          handleCall(
            found.find((one) => one.key === key),
            "consult",
          )
        }
      >
        <Combobox.Target withKeyboardNavigation={false}>
          <TextInput
            ref={field}
            size="sm"
            aria-label={text("directory")}
            placeholder={text("directory.hint")}
            value={typed}
            autoComplete="off"
            spellCheck={false}
            onChange={({ currentTarget }) => {
              setTyped(currentTarget.value);
              setAt(0);
            }}
            onKeyDown={handleKey}
            data-testid="directory-field"
          />
        </Combobox.Target>
        <Combobox.Dropdown>
          <Combobox.Options>
            {found.map((entry) => (
              <Combobox.Option
                key={entry.key}
                value={entry.key}
                className={entry === chosen ? "chosen" : ""}
                aria-selected={entry === chosen}
                data-testid={`entry-${entry.key}`}
              >
                <b>{entry.name}</b> <span className="dim">{entry.note}</span>
              </Combobox.Option>
            ))}
            {found.length === 0 && <Combobox.Empty>{text("directory.none")}</Combobox.Empty>}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      <Button look="primary" keyCap="Enter" onPress={() => handleCall(chosen, "consult")} testId="consult">
        {text("consult")}
      </Button>
      <Button keyCap="Shift+Enter" onPress={() => handleCall(chosen, "three-way")} testId="three-way">
        {text("three-way")}
      </Button>
      <Button keyCap="F10" onPress={() => handleCall(chosen, "blind")} testId="blind">
        {text("blind")}
      </Button>
      <span className="spring" />
      <Button look="quiet" onPress={onClose} testId="close-directory">
        <KeyCap>Esc</KeyCap> {text("close")}
      </Button>
    </div>
  );
}
