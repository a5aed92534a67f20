import { Menu } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { JSX } from "react";
import { callRoute } from "../api/call-route.ts";
import { queries, setMe } from "../api/queries.ts";
import { closeLive } from "../live/live-store.ts";
import { Icon } from "../parts/icon.tsx";
import { forgetDesk, leaveDesk } from "../softphone/desk-session.ts";
import { chooseTheme, type ThemeChoice, useThemeChoice } from "../theme/theme.ts";
import { speak, useLanguage, useText } from "../words/words.ts";
import { isBusy, useSeat } from "./use-desk-view.ts";

/** Forgets everything of this account in this tab. */
export function forgetAccount(): void {
  forgetDesk();
  closeLive();
  queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "me" });
  setMe(null);
}

const themes: readonly ThemeChoice[] = ["hour", "day", "night"];

/** Theme, language, leaving. Nothing that ends a call: leaving waits until the conversation is over. */
export function AccountMenu(): JSX.Element {
  const { me, view } = useSeat();
  const text = useText("frame");
  const language = useLanguage();
  const chosen = useThemeChoice();
  const navigate = useNavigate();
  const handleSignOut = async (): Promise<void> => {
    await callRoute("signOut");
    forgetAccount();
    await navigate({ to: "/" });
  };
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
          <Menu.Item disabled={isBusy(view)} onClick={() => void leaveDesk(me)} data-testid="leave-desk">
            {text("leave-desk")}
          </Menu.Item>
        )}
        <Menu.Item disabled={isBusy(view)} onClick={() => void handleSignOut()} data-testid="sign-out">
          {isBusy(view) ? text("sign-out.after-call") : text("sign-out")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
