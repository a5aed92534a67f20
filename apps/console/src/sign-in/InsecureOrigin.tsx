import type { JSX } from "react";
import { useReference } from "../api/queries.ts";
import { Icon } from "../parts/icon.tsx";
import { useText } from "../words/words.ts";

/** Without TLS the browser gives no microphone: say so and lead to where it does, instead of failing later. */
export function InsecureOrigin(): JSX.Element {
  const text = useText("insecure");
  const port = useReference()?.httpsPort ?? Number(location.port || 80) + 1;
  const secure = `https://${location.hostname}:${port}`;
  return (
    <main className="shift">
      <section className="card wide" data-testid="insecure-origin">
        <h1>
          <Icon name="muted" large /> {text("title")}
        </h1>
        <p>{text("why", { origin: location.origin })}</p>
        <ol className="steps">
          <li>
            {text("trust")} <a href="/ca">{`${location.origin}/ca`}</a>
          </li>
          <li>
            {text("go")}{" "}
            <a href={`${secure}/desk`} data-testid="secure-link">
              {secure}
            </a>
          </li>
        </ol>
        <p className="muted">{text("other-screens")}</p>
      </section>
    </main>
  );
}
