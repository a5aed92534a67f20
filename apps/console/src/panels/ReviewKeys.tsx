import { NativeSelect } from "@mantine/core";
import type { JSX } from "react";
import { saveSurely } from "../api/pending-saves.ts";
import { say } from "../frame/notice.ts";
import type { Classification } from "../keys/key-map.ts";
import { useText } from "../words/words.ts";

const classes = [
  "emergency",
  "non-emergency",
  "information",
  "silent",
  "prank",
  "child",
  "harassment",
  "doubtful",
  "disconnected",
  "misdial",
] as const satisfies readonly Classification[];

type ReviewKeysProps = { readonly call: string; readonly classification: Classification | null };

/** Puts a class right after the call: the log keeps both. */
export function ReviewKeys({ call, classification }: ReviewKeysProps): JSX.Element {
  const text = useText("keys");
  const handleChoose = async (chosen: Classification): Promise<void> => {
    const saved = await saveSurely(`classification ${call}`, "classifyCall", { call }, { classification: chosen });
    if (typeof saved === "object") say(saved.sentence);
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={text("change")}
      value={classification ?? "unclear"}
      onChange={({ currentTarget }) => void handleChoose(currentTarget.value as Classification)}
      data={[
        { value: "unclear", label: text("class.unclear"), disabled: true },
        ...classes.map((value) => ({ value, label: text(`class.${value}`) })),
      ]}
      data-testid={`review-${call}`}
    />
  );
}
