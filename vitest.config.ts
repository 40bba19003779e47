import { defineConfig } from "vitest/config";

const quiet = "./lib/testing/quiet-console.ts";
const database = "./lib/testing/global-database.ts";

/** What `lib/env.ts` needs in every test; a test that is about a setting parses its own. */
// Vite puts its own BASE_URL ("/") into the environment.
const env = {
  NEXTAUTH_SECRET: "only-for-tests-0123456789abcdef",
  BASE_URL: "http://127.0.0.1:3000",
  PORT: "3000",
  ISSUER_PORT: "3001",
  LOG_LEVEL: "silent",
  TZ: "UTC",
};

const everywhere = {
  environment: "node",
  setupFiles: [quiet],
  env,
  exclude: ["node_modules/**", ".next/**", ".data/**", "e2e/**", "tools/**"],
} as const;
const skipped = [...everywhere.exclude];

export default defineConfig({
  resolve: { alias: { "server-only": new URL("./node_modules/server-only/empty.js", import.meta.url).pathname } },
  test: {
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...everywhere,
          setupFiles: [quiet],
          name: "unit",
          include: ["**/*.test.ts", "**/*.test.tsx", "scripts/**/*.test.mjs"],
          exclude: [...skipped, "**/*.db.test.ts", "**/*.proof.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          setupFiles: [quiet],
          name: "db",
          include: ["**/*.db.test.ts"],
          exclude: skipped,
          globalSetup: [database],
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          ...everywhere,
          setupFiles: [quiet],
          name: "proof",
          include: ["**/*.proof.test.ts"],
          exclude: skipped,
          globalSetup: [database],
          testTimeout: 600_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
