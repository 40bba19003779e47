import type { Page } from "@playwright/test";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { encodeQuestion } from "#lib/semantic/question-url.ts";
import { expect, test, type Who } from "../fixtures/test.ts";

/** What `warehouse/testing/canaries` holds and nobody may see; on pages numbers are grouped or shortened. */
const NEVER = /zq(before|stray|cedar|bramble|drift)|98765\d{4}|987[,.\s]65\d[,.\s]\d{3}|98[78](\.\d+)?M\b/;

const RANGE = "2025-12-01 to 2026-11-01";

function monthly(fields: readonly string[]): Question {
  const time = { field: "instance_day.day", grain: "month", range: RANGE } as const;
  const totals = { ...EMPTY_QUESTION.totals, grand: true };
  return { ...EMPTY_QUESTION, fields: fields.map((id) => ({ id })), time, totals };
}

const QUESTIONS = [
  monthly(["instance_day.version", "mau", "dau_mau"]),
  monthly(["instance_day.deploy_type", "total_accounts", "active_instances"]),
  monthly(["event.name", "events", "event_active_users"]),
];

const EVERYBODY = ["/", "/dashboards", "/dashboards/company-metrics", "/looks", "/customers", "/request-access"];
const CREATORS = [...EVERYBODY, ...QUESTIONS.map((question) => `/explore?q=${encodeQuestion(question)}`)];
const ADMINS = [...CREATORS, "/admin/people", "/admin/requests", "/admin/audit"];

/** Everything that came over the wire and everything that stands on the page, place by place. */
async function visit(page: Page, addresses: readonly string[]): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  const reading: Promise<unknown>[] = [];
  page.on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!/json|html|x-component/.test(type)) return;
    const read = response.text().then((text) => told.set(`${response.url()} at ${page.url()}`, text));
    reading.push(read.catch(() => null));
  });
  for (const address of addresses) {
    await page.goto(address);
    await expect(page.getByRole("heading", { level: 1 }), address).toBeVisible();
    await page.waitForLoadState("networkidle");
    told.set(`the page ${address}`, await page.content());
  }
  await Promise.all(reading);
  return told;
}

async function customerPages(page: Page): Promise<string[]> {
  await page.goto("/customers");
  const links = page.getByRole("main").locator('a[href^="/customers/"]');
  await links.first().waitFor();
  return links.evaluateAll((found) => [...new Set(found.map((link) => link.getAttribute("href") ?? ""))]);
}

const VISITS: readonly (readonly [Who, readonly string[]])[] = [
  ["viewer", EVERYBODY],
  ["creator", CREATORS],
  ["admin", ADMINS],
];

for (const [who, addresses] of VISITS) {
  test(`no page of the ${who} holds anything of a row that may not be seen`, async ({ as }) => {
    test.setTimeout(180_000);
    const page = await as(who);
    const customers = await customerPages(page);
    expect(customers.length).toBeGreaterThan(2);
    const told = await visit(page, [...addresses, ...customers]);
    expect([...told.values()].filter((text) => text.includes("Acorn Works")).length).toBeGreaterThan(3);
    expect(
      [...told].flatMap(([place, text]) => (NEVER.test(text) ? [`${place}: ${NEVER.exec(text)?.[0] ?? ""}`] : [])),
    ).toEqual([]);
  });
}
