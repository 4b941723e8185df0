// How Vite builds and serves the console.
import { fileURLToPath } from "node:url";
import {
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from "@mantine/core";
import react from "@vitejs/plugin-react";
import type { InlineConfig, Plugin } from "vite";
import { theme } from "#console/app/theme.ts";

const service = process.env["SIGNET_CONSOLE_SERVICE"] ?? "http://127.0.0.1:4579";

export const consoleSettings: InlineConfig = {
  configFile: false,
  root: fileURLToPath(new URL("../console", import.meta.url)),
  logLevel: "warn",
  plugins: [react(), themeStyles()],
  // Nothing is inlined, so that the Content-Security-Policy need not allow it.
  build: {
    target: "baseline-widely-available",
    // What the style sheets use as it stands: colours for both schemes in one place.
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // How large a page may be is measured after the build, in what a visitor loads.
    chunkSizeWarningLimit: Number.POSITIVE_INFINITY,
  },
  server: {
    port: 5173,
    proxy: Object.fromEntries(
      ["/v2", "/signet", "/healthz", "/readyz"].map((path) => [
        path,
        // The service refuses pages of other origins, and while it is edited the console is one.
        { target: service, changeOrigin: true, headers: { origin: service } },
      ]),
    ),
  },
};

/**
 * The theme's variables as a style sheet. Mantine would write them into the page as it runs, which the console's
 * Content-Security-Policy forbids.
 */
function themeStyles(): Plugin {
  const name = "virtual:theme.css";
  return {
    name: "theme-styles",
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) =>
      id === `\0${name}`
        ? convertCssVariables(defaultCssVariablesResolver(mergeMantineTheme(DEFAULT_THEME, theme)))
        : undefined,
  };
}
