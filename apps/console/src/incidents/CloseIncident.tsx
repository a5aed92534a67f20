import { Menu } from "@mantine/core";
import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { say } from "../frame/notice.ts";
import { useText } from "../words/words.ts";

const dispositions = ["handled", "nothing-found", "cancelled", "handed-over"] as const;

/** Closing says how it ended. */
export function CloseIncident({ incident }: { readonly incident: string }): JSX.Element {
  const text = useText("incidents");
  const handleClose = async (disposition: (typeof dispositions)[number]): Promise<void> => {
    const called = await callRoute("closeIncident", { params: { incident }, body: { disposition } });
    if (!called.ok) say(called.refusal.sentence);
  };
  return (
    <Menu position="top-end">
      <Menu.Target>
        <button type="button" className="button plain normal" data-testid="close-incident">
          {text("close")}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {dispositions.map((one) => (
          <Menu.Item key={one} onClick={() => void handleClose(one)} data-testid={`close-${one}`}>
            {text(`disposition.${one}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
