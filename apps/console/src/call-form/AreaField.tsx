import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { type JSX, useMemo, useRef } from "react";
import { useReference } from "../api/queries.ts";
import { useKeyAction } from "../keys/use-keys.ts";
import { Chip } from "../parts/chip.tsx";
import { KeyCap } from "../parts/button.tsx";
import { useText } from "../words/words.ts";
import { openAreaSearch } from "./area-search.ts";
import type { Draft } from "./draft.ts";

type AreaFieldProps = {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onChosen: () => void;
};

/** Kelurahan as heard: a misspelling finds it, the kecamatan stands beside it because names repeat. */
export function AreaField({ draft, onChange, onChosen }: AreaFieldProps): JSX.Element {
  const text = useText("form");
  const reference = useReference();
  const search = useMemo(() => openAreaSearch(reference?.areas ?? []), [reference]);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const field = useRef<HTMLInputElement>(null);
  useKeyAction("focus-area", () => field.current?.focus());
  const area = reference?.areas.find(({ code }) => code === draft.area) ?? null;
  const found = draft.area === null ? search(draft.areaHeard) : [];

  const handleChoose = (code: string): void => {
    const chosen = reference?.areas.find((one) => one.code === code);
    onChange({ area: code, areaHeard: chosen?.name ?? "" });
    combobox.closeDropdown();
    onChosen();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={handleChoose} shadow="md">
      <Combobox.Target withExpandedAttribute aria-expanded={combobox.dropdownOpened && found.length > 0}>
        <TextInput
          ref={field}
          size="md"
          label={
            <>
              {text("area")} <KeyCap>A</KeyCap>
            </>
          }
          placeholder={text("area.hint")}
          value={draft.areaHeard}
          autoComplete="off"
          spellCheck={false}
          rightSectionWidth={area === null ? 0 : "auto"}
          rightSection={
            area !== null && (
              <Chip tone="ok" icon="check">
                {text("district", { name: area.district })}
              </Chip>
            )
          }
          onChange={({ currentTarget }) => {
            onChange({ areaHeard: currentTarget.value, area: null });
            combobox.openDropdown();
            combobox.selectFirstOption();
          }}
          onBlur={() => combobox.closeDropdown()}
          data-testid="field-area"
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0}>
        <Combobox.Options>
          {found.map(({ code, name, district }) => (
            <Combobox.Option key={code} value={code} data-testid={`area-${code}`}>
              <b>{name}</b> <span className="dim">{text("district", { name: district })}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
