import { PasswordInput, TextInput } from "@mantine/core";
import { type JSX, useState } from "react";
import { callRoute } from "../api/call-route.ts";
import { setMe } from "../api/queries.ts";
import { stay } from "../frame/use-sign-out.ts";
import { Icon } from "../parts/icon.tsx";
import { audioContext } from "../softphone/sound.ts";
import { languageChosen, speak, useLanguage, useText } from "../words/words.ts";

/** Signing in is also the gesture after which browsers let this page make sound. */
export function SignInScreen(): JSX.Element {
  const text = useText("sign-in");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [refused, setRefused] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const handleSignIn = async (): Promise<void> => {
    audioContext();
    setBusy(true);
    const called = await callRoute("signIn", { body: { username: username.trim(), password } });
    setBusy(false);
    if (!called.ok) return setRefused(called.status === null ? text("unreachable") : called.refusal.sentence);
    stay();
    if (!languageChosen()) speak(called.value.language);
    setMe(called.value);
  };

  return (
    <main className="sign-in">
      <form
        className="card"
        onSubmit={(event) => {
          event.preventDefault();
          void handleSignIn();
        }}
      >
        <h1 className="mark">
          <Icon name="mark" large /> Siaga 112
        </h1>
        <p className="muted">{text("welcome")}</p>
        <TextInput
          size="md"
          label={text("username")}
          value={username}
          autoFocus
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          onChange={({ currentTarget }) => setUsername(currentTarget.value)}
          data-testid="username"
        />
        <PasswordInput
          size="md"
          label={text("password")}
          value={password}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": text("show-password") }}
          onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          data-testid="password"
        />
        {refused !== null && (
          <p className="refused" role="alert" data-testid="sign-in-refused">
            {refused}
          </p>
        )}
        <button
          type="submit"
          className="button primary main"
          disabled={busy || username === "" || password === ""}
          data-testid="sign-in"
        >
          <span>{text("sign-in")}</span>
        </button>
        <LanguageSwitch />
      </form>
    </main>
  );
}

function LanguageSwitch(): JSX.Element {
  const language = useLanguage();
  return (
    <button
      type="button"
      className="button quiet normal"
      lang={language === "id" ? "en" : "id"}
      onClick={() => speak(language === "id" ? "en" : "id")}
      data-testid="switch-language"
    >
      <span>{language === "id" ? "English" : "Bahasa Indonesia"}</span>
    </button>
  );
}
