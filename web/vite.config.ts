import { readFileSync } from "node:fs";
import tailwindcss from "@tailwindcss/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Pictures that pages name themselves get a hash in their name and a line in the manifest like the rest. */
function pictures(names: string[]): Plugin {
  return {
    name: "pictures",
    apply: "build",
    buildStart() {
      for (const name of names) {
        const path = `src/${name}`;
        this.addWatchFile(path);
        this.emitFile({ type: "asset", name, originalFileName: path, source: readFileSync(path) });
      }
    },
  };
}

// base "./": chunks find each other whatever address the static files are served from.
export default defineConfig({
  base: "./",
  publicDir: false,
  plugins: [tailwindcss(), pictures(["icons.svg", "brand.svg"])],
  build: {
    outDir: "../sunshine/ui/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2020",
    cssTarget: ["chrome86", "safari14", "firefox91"],
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
