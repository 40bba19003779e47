/** `npm run screenshots`: the pictures of the README, of the portal that runs, as its sample people see it. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";
import { signIn } from "./bench/measure.mjs";
import { chromium as browserFile } from "./portal/test.mjs";

const FOLDER = path.join("docs", "pictures");
const BASE = process.env.BASE_URL || `http://127.0.0.1:${process.env.PORT || 3000}`;
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const explore = "/explore?look=mau-by-hosting-type";

/** @type {readonly { name: string, who: string, at: string, size: { width: number, height: number }, scheme: "light" | "dark", coverage?: boolean, customer?: string }[]} */
const PICTURES = [
  { name: "company-metrics", who: "viewer", at: "/dashboards/company-metrics", size: WIDE, scheme: "light" },
  { name: "company-metrics-dark", who: "viewer", at: "/dashboards/company-metrics", size: WIDE, scheme: "dark" },
  { name: "coverage", who: "viewer", at: "/dashboards/company-metrics", size: WIDE, scheme: "light", coverage: true },
  { name: "home", who: "viewer", at: "/", size: WIDE, scheme: "light" },
  { name: "customer", who: "admin", at: "", customer: "Meridian Health", size: WIDE, scheme: "light" },
  { name: "explore", who: "creator", at: explore, size: WIDE, scheme: "light" },
  { name: "phone", who: "viewer", at: "/dashboards/company-metrics", size: PHONE, scheme: "light" },
];

async function addressOf(context, { at, customer }) {
  if (customer === undefined) return at;
  const found = await (await context.request.get(`/api/v1/customers?q=${encodeURIComponent(customer)}`)).json();
  return `/customers/${found.items[0].id}`;
}

async function take(browser, picture) {
  const { name, who, size, scheme, coverage } = picture;
  const context = await browser.newContext({
    baseURL: BASE,
    viewport: size,
    colorScheme: scheme,
    deviceScaleFactor: 2,
  });
  const { cookie } = await signIn(BASE, `${who}@candor.example`);
  const [key, value] = cookie.split("=");
  await context.addCookies([{ name: key, value, url: BASE }]);
  const page = await context.newPage();
  await page.goto(await addressOf(context, picture));
  await page.waitForLoadState("networkidle");
  if (coverage) {
    await page
      .getByRole("button", { name: /^Coverage: / })
      .nth(1)
      .click();
    await page.getByRole("dialog").waitFor();
  }
  // Charts grow into place; a picture shows them grown.
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`), animations: "disabled" });
  process.stdout.write(`${path.join(FOLDER, `${name}.png`)}\n`);
  await context.close();
}

mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: await browserFile(), args: ["--no-sandbox", "--disable-gpu"] });
for (const picture of PICTURES) await take(browser, picture);
await browser.close();
