import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The staff console: one bundle, served by the centre at `/`. Browser floor: Chromium 120, Firefox 121. */
export const config = defineConfig({
  root: import.meta.dirname,
  base: "/",
  plugins: [react()],
  build: { outDir: "dist", emptyOutDir: true, target: ["chrome120", "firefox121"], chunkSizeWarningLimit: 1500 },
});

// oxlint-disable-next-line import/no-default-export -- vite reads its configuration from the default export
export default config;
