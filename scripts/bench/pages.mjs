/** What a Viewer waits for in the production build, in a real browser: pages drawn, a filter answered. */
import { writeFileSync } from "node:fs";
import { chromium } from "@playwright/test";
import { env } from "#lib/env.ts";
import { quantile, result, signIn } from "./measure.mjs";

const [out] = process.argv.slice(2);
const SAMPLES = 12;
const { baseUrl } = env();

/** In the page: when the heading stands and nothing in the first screen is still a placeholder, painted. */
function drawn() {
  return new Promise((resolve) => {
    const look = () => {
      const waiting = [...document.querySelectorAll("main .skeleton")].some(
        (part) => part.getBoundingClientRect().top < window.innerHeight,
      );
      if (document.querySelector("main h1") === null || waiting) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
    };
    look();
  });
}

/** In the page: from a click on a value of an open filter until the tiles of its answer are painted. */
function filtered(index) {
  const option = document.querySelectorAll('[role="dialog"] [role="option"]')[index];
  const busy = () => document.querySelector('main [aria-busy="true"]') !== null;
  return new Promise((resolve) => {
    let seen = false;
    const began = performance.now();
    const look = () => {
      seen ||= busy();
      if (!seen || busy()) requestAnimationFrame(look);
      else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
    };
    option.click();
    look();
  });
}

async function pageTimes(context, address) {
  const times = [];
  for (let i = 0; i <= SAMPLES; i++) {
    const page = await context.newPage();
    await page.goto(address, { waitUntil: "commit" });
    const time = await page.evaluate(drawn);
    if (i > 0) times.push(time);
    await page.close();
  }
  return times;
}

async function filterTimes(context) {
  const page = await context.newPage();
  await page.goto("/dashboards/company-metrics");
  await page.evaluate(drawn);
  await page.getByRole("region", { name: "Filters" }).getByRole("button", { name: "Account name" }).click();
  await page.getByRole("option").nth(SAMPLES).waitFor();
  const times = [];
  // A chosen value moves to the top of the list, so the next one is always one further down.
  for (let i = 0; i < SAMPLES; i++) {
    times.push(await page.evaluate(filtered, i));
    await page.waitForLoadState("networkidle");
  }
  await page.close();
  return times;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
});
const context = await browser.newContext({ baseURL: baseUrl, viewport: { width: 1440, height: 900 } });
const { cookie } = await signIn(baseUrl, "viewer@candor.example");
const [name, value] = cookie.split("=");
await context.addCookies([{ name, value, url: baseUrl }]);
const found = await context.request.get("/api/v1/customers?q=Birchwood");
const customer = (await found.json()).items[0].id;

const line = (scenario, times, target) =>
  result({
    scenario,
    value: quantile(times, 0.5),
    unit: "ms",
    target,
    samples: times.length,
    baseline: `${quantile(times, 0.95).toFixed(0)} ms p95`,
  });
const results = [
  line("home drawn, median", await pageTimes(context, "/"), 700),
  line("customer page drawn, median", await pageTimes(context, `/customers/${customer}`), 700),
  line(
    "company metrics drawn from kept answers, median",
    await pageTimes(context, "/dashboards/company-metrics"),
    null,
  ),
  line("filter click to paint on company metrics, median", await filterTimes(context), 250),
];
writeFileSync(out, JSON.stringify(results));
await browser.close();
