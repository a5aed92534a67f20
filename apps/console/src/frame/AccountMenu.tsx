import { Menu } from "@mantine/core";
import type { JSX } from "react";
import { Icon } from "../parts/icon.tsx";
import { leaveDesk } from "../softphone/desk-session.ts";
import { chooseTheme, type ThemeChoice, useThemeChoice } from "../theme/theme.ts";
import { speak, useLanguage, useText } from "../words/words.ts";
import { say } from "./notice.ts";
import { isBusy, useSeat } from "./use-desk-view.ts";
import { useSignOut } from "./use-sign-out.ts";

const themes: readonly ThemeChoice[] = ["hour", "day", "night"];

/** Theme, language, leaving. Nothing that ends a call: leaving waits until the conversation is over. */
export function AccountMenu(): JSX.Element {
  const { me, view } = useSeat();
  const text = useText("frame");
  const language = useLanguage();
  const chosen = useThemeChoice();
  const signOut = useSignOut(me);
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <button type="button" className="button quiet normal" aria-label={text("menu")} data-testid="menu">
          <Icon name="person" />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{text("theme")}</Menu.Label>
        {themes.map((theme) => (
          <Menu.Item
            key={theme}
            onClick={() => chooseTheme(theme)}
            aria-current={chosen === theme}
            data-testid={`theme-${theme}`}
          >
            {chosen === theme ? "● " : "○ "}
            {text(`theme.${theme}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{text("language")}</Menu.Label>
        <Menu.Item onClick={() => speak(language === "id" ? "en" : "id")} data-testid="switch-language">
          {text("language.other")}
        </Menu.Item>
        <Menu.Divider />
        {me.desk !== null && (
          <Menu.Item disabled={isBusy(view)} onClick={() => void leaveDesk(me).then(say)} data-testid="leave-desk">
            {text("leave-desk")}
          </Menu.Item>
        )}
        <Menu.Item disabled={isBusy(view)} onClick={() => void signOut()} data-testid="sign-out">
          {isBusy(view) ? text("sign-out.after-call") : text("sign-out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
