import { readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The pages draw their icons from one file; it gets a hash in its name and a line in the manifest like the rest. */
function iconSprite(): Plugin {
  const path = "src/icons.svg";
  return {
    name: "icon-sprite",
    apply: "build",
    buildStart() {
      this.addWatchFile(path);
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: path, source: readFileSync(path) });
    },
  };
}

// base "./": chunks find each other whatever address the static files are served from.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss(), iconSprite()],
  build: {
    outDir: "../sunshine/ui/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2020",
    assetsDir: "",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: { app: "src/app.ts" },
      checks: { eval: false }, // htmx keeps an eval for a feature that we switch off and the CSP forbids
    },
  },
  test: { environment: "happy-dom", include: ["tests/**/*.test.ts"] },
});
