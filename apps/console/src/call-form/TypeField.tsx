import { Combobox, TextInput, useCombobox } from "@mantine/core";
import Fuse from "fuse.js";
import { type JSX, useMemo, useState } from "react";
import { useReference } from "../api/queries.ts";
import { PriorityChip } from "../parts/chip.tsx";
import { useLanguage, useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import type { Draft } from "./draft.ts";
import type { IncidentType } from "./proposal.ts";

type TypeFieldProps = {
  readonly draft: Draft;
  readonly chosen: Chosen;
  readonly onChange: (change: Partial<Draft>) => void;
};

export function useTypeName(): (type: IncidentType) => string {
  const language = useLanguage();
  return (type) => (language === "en" ? type.nameEn : type.name);
}

/** Types whose name or words come near what was typed; all of them while nothing is typed. */
function useTypeSearch(heard: string | null): readonly IncidentType[] {
  const types = useReference()?.incidentTypes;
  const fuse = useMemo(
    () => new Fuse(types ?? [], { keys: ["name", "nameEn", "words"], threshold: 0.4, ignoreLocation: true }),
    [types],
  );
  return heard === null || heard.trim() === "" ? (types ?? []) : fuse.search(heard).map(({ item }) => item);
}

/** The incident type, by typing a part of its name or of its words. */
export function TypeField({ chosen, onChange }: TypeFieldProps): JSX.Element {
  const text = useText("form");
  const nameOf = useTypeName();
  const [heard, setHeard] = useState<string | null>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useTypeSearch(heard);
  const shown = heard ?? (chosen.incidentType === null ? "" : nameOf(chosen.incidentType));

  const handleChoose = (incidentType: string): void => {
    onChange({ incidentType });
    setHeard(null);
    combobox.closeDropdown();
  };
  const handleType = (typed: string): void => {
    setHeard(typed);
    combobox.openDropdown();
    combobox.selectFirstOption();
  };
  const handleLeave = (): void => {
    combobox.closeDropdown();
    setHeard(null);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={handleChoose} shadow="md">
      <Combobox.Target withExpandedAttribute aria-expanded={combobox.dropdownOpened && found.length > 0}>
        <TextInput
          label={text("type")}
          placeholder={text("type.hint")}
          value={shown}
          autoComplete="off"
          onFocus={() => combobox.openDropdown()}
          onBlur={handleLeave}
          onChange={({ currentTarget }) => handleType(currentTarget.value)}
          data-testid="field-type"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0}>
        <Combobox.Options mah={220} style={{ overflowY: "auto" }}>
          {found.map((type) => (
            <Combobox.Option key={type.id} value={type.id} data-testid={`type-${type.id}`}>
              <PriorityChip priority={type.priority} /> {nameOf(type)}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
