import "@mantine/core/styles.css";
import "./theme/tokens.css";
import "./theme/parts.css";
import "./theme/panels.css";
import "./theme/frame.css";
import "./theme/desk.css";
import "./theme/form.css";
import "./theme/screens.css";
import "./theme/planning.css";
import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type JSX, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queries } from "./api/queries.ts";
import { router } from "./router.tsx";
import { resolveTokens, theme, useColorScheme, wear } from "./theme/theme.ts";
import { openWords } from "./words/words.ts";

function App(): JSX.Element {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={resolveTokens} forceColorScheme={useColorScheme()}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

wear(Date.now());
await openWords();
const page = document.getElementById("root");
if (page === null) throw new Error("index.html has no #root");
createRoot(page).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
