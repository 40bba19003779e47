import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { defineConfig } from "@playwright/test";

/** The portal under test: `npm test` starts one; by hand, any that runs. */
const baseURL = process.env["BASE_URL"] ?? "http://127.0.0.1:3000";
const given = process.env["CHROMIUM_PATH"];
const executablePath = given ?? (existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : "");

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  fullyParallel: false,
  // Browser, portal, warehouse server and Postgres share the cores.
  workers: Math.max(1, Math.floor(cpus().length / 2)),
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  forbidOnly: true,
  // `empty`: a portal in which nothing was ever loaded. `own`: a portal that began empty and was given the folder of twenty rows.
  projects: [
    { name: "sample", testIgnore: ["**/own/**", "**/empty/**"] },
    { name: "empty", testMatch: "**/empty/**" },
    { name: "own", testMatch: "**/own/**", workers: 1 },
  ],
  reporter: [["list", { printSteps: false }]],
  use: {
    baseURL,
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "UTC",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(executablePath === "" ? {} : { executablePath }),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
      ],
    },
  },
});
