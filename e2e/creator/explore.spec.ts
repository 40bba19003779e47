import type { Locator, Page } from "@playwright/test";
import { EMPTY_QUESTION, type Question } from "#lib/semantic/question.ts";
import { expect, test } from "../fixtures/test.ts";

function picker(page: Page): Locator {
  return page.getByRole("complementary", { name: "Fields" });
}
function field(page: Page, kind: "Metric" | "Dimension" | "Date", label: string): Locator {
  return picker(page).getByRole("button", { name: new RegExp(`^${kind} ${label}\\b`) });
}
/** The page is up and shows an answer; on a busy machine that may take a while. */
async function answered(page: Page): Promise<void> {
  await expect(page.getByTestId("status-line")).toBeVisible({ timeout: 30_000 });
}
async function run(page: Page): Promise<void> {
  await page.keyboard.press("Control+Enter");
  await answered(page);
  await expect(page.getByRole("button", { name: "Run", exact: true })).toBeVisible({ timeout: 30_000 });
}
async function askMauByHosting(page: Page): Promise<void> {
  await page.goto("/explore");
  await field(page, "Metric", "MAU").click();
  await field(page, "Dimension", "Hosting type").click();
  await run(page);
}
async function save(page: Page, item: RegExp): Promise<void> {
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}
/** A question as a link carries it. */
function link(question: unknown): string {
  return `/explore?q=${Buffer.from(JSON.stringify(question)).toString("base64url")}`;
}

test.setTimeout(120_000);

const WHOLE: Question = {
  ...EMPTY_QUESTION,
  fields: [{ id: "instance.hosting" }, { id: "mau" }],
  time: { field: "instance_day.day", grain: "month", range: "6 months" },
};

test("a Creator explores, filters with a suggestion, reads table, line and SQL, and says whom it covers", async ({
  as,
}) => {
  const page = await as("creator");
  await askMauByHosting(page);
  await expect(page.getByRole("button", { name: /^Coverage: Covers \d+ of \d+ accounts/ })).toBeVisible();
  await expect(page.getByTestId("status-line")).toHaveText(
    /^\d+ rows · (from cache, ran )?(<1|[\d,]+) ms · \w+ · UTC$/,
  );
  const rows = await page.getByRole("table").getByRole("row").count();

  await field(page, "Dimension", "Account name").hover();
  await picker(page).getByRole("button", { name: "Filter by Account name" }).click();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByText("Choose a value, or set it to “is any value”.")).toBeVisible();
  await page.getByRole("button", { name: "Account name: values" }).click();
  await page.getByPlaceholder("Search…").fill("birch");
  await page.getByRole("option", { name: "Birchwood Labs" }).click();
  await page.keyboard.press("Escape");
  await expect(page.getByText("Account name is “Birchwood Labs”")).toBeVisible();
  await expect(page.getByRole("button", { name: "Run to update" })).toBeVisible();
  await run(page);
  await expect.poll(() => page.getByRole("table").getByRole("row").count()).toBeLessThan(rows);

  await page.getByRole("button", { name: "Bar", exact: true }).click();
  await expect(page).toHaveURL(/vis=bar/);
  await page.getByRole("button", { name: "Line", exact: true }).click();
  await page.getByRole("tab", { name: "SQL" }).click();
  await expect(page.getByRole("region", { name: "SQL of this question" })).toContainText("SELECT");
  await expect(page).toHaveURL(/tab=sql/);

  const address = page.url();
  await page.reload();
  expect(page.url()).toBe(address);
  await expect(page.getByText("Account name is “Birchwood Labs”")).toBeVisible();
  await expect(page.getByRole("region", { name: "SQL of this question" })).toContainText("SELECT");
});

test("a Look is saved, put on a dashboard of one's own, edited once, and seen changed there", async ({ as }) => {
  const page = await as("creator");
  const title = `MAU by hosting, ${String(Date.now())}`;
  await askMauByHosting(page);
  await save(page, /Save as a Look/);
  await page.getByRole("dialog").getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Save Look" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page).toHaveURL(/look=look_/);

  await save(page, /Add to a dashboard/);
  const dialog = page.getByRole("dialog");
  const target = dialog.getByRole("combobox", { name: "Dashboard" });
  await expect(dialog.getByLabel("Title of the new dashboard").or(target)).toBeVisible();
  if (await target.isVisible()) {
    await target.click();
    await page.getByRole("option", { name: "New dashboard…" }).click();
  }
  await dialog.getByLabel("Title of the new dashboard").fill(`Mine, ${title}`);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("button", { name: "Open", exact: true }).click();
  await expect(page.getByRole("article", { name: title })).toBeVisible();
  const dashboard = page.url();

  await page.goBack();
  await answered(page);
  await page.getByRole("button", { name: "Table", exact: true }).click();
  await expect(page.getByText("Edited, not saved")).toBeVisible();
  await save(page, /Save changes to this Look/);
  await expect(page.getByText(/used in 1 dashboard: Mine/)).toBeVisible();
  await page.getByRole("dialog").getByLabel("Title").fill(`${title} as a table`);
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText("Edited, not saved")).toBeHidden();

  await page.goto(dashboard);
  const tile = page.getByRole("article", { name: `${title} as a table` });
  await expect(tile.getByRole("table")).toBeVisible();
});

test("who saves over somebody else's newer version is told, and keeps the text", async ({ as, expectConsole }) => {
  expectConsole(/412/);
  const page = await as("creator");
  const title = `Twice at once, ${String(Date.now())}`;
  await askMauByHosting(page);
  await save(page, /Save as a Look/);
  await page.getByRole("dialog").getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Save Look" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();

  const other = await as("creator");
  await other.goto(page.url());
  await answered(other);
  await other.getByRole("button", { name: "Table", exact: true }).click();
  await save(other, /Save changes to this Look/);
  await other.getByRole("button", { name: "Save changes" }).click();
  await expect(other.getByRole("dialog")).toBeHidden();

  await save(page, /Save changes to this Look/);
  await page.getByRole("dialog").getByLabel("Description").fill("Typed with care");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(page.getByText(/Somebody saved version 2 of this Look/)).toBeVisible();
  await expect(page.getByRole("dialog").getByLabel("Description")).toHaveValue("Typed with care");
  await page.getByRole("button", { name: "Save mine over it" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
});

test("Back undoes an edit after a run, Forward does it again", async ({ as }) => {
  const page = await as("creator");
  await page.goto(link(WHOLE));
  await answered(page);
  await field(page, "Dimension", "Region").click();
  await run(page);
  await expect(page.getByRole("columnheader", { name: "Region" })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("columnheader", { name: "Region" })).toBeHidden();
  await page.goForward();
  await expect(page.getByRole("columnheader", { name: "Region" })).toBeVisible();
});

test("a wrong link keeps what it can, says the rest, and never shows engine text", async ({ as, expectConsole }) => {
  expectConsole(/400/);
  const page = await as("creator");

  await page.goto(link({ ...WHOLE, fields: [{ id: "instance.hostin" }, { id: "mau" }, { id: "no_such_thing" }] }));
  await answered(page);
  await expect(page.getByText("There is no field called instance.hostin.")).toContainText(
    "Did you mean instance.hosting?",
  );
  await expect(page.getByText("There is no field called no_such_thing.")).toBeVisible();

  await page.goto(link({ ...WHOLE, time: { ...WHOLE.time, grain: "mont" } }));
  const grain = page.getByText("There is no grain called mont.");
  await expect(grain).toContainText("Did you mean month?", { timeout: 30_000 });

  await page.goto(link({ ...WHOLE, time: { ...WHOLE.time, range: "the other day" } }));
  const range = page.getByText('The time range "the other day" is not understood.').first();
  await expect(range).toBeVisible({ timeout: 30_000 });
  await page.getByRole("button", { name: /^Time range:/ }).click();
  await page.getByRole("button", { name: "Last 90 days" }).click();
  await run(page);

  await page.goto(link({ ...WHOLE, filters: [{ field: "instance.hosting", text: "manged" }] }));
  await page.getByRole("button", { name: /^Use / }).click();
  await run(page);

  await page.goto("/explore?q=%%%&vis=pie");
  await expect(page.getByText(/The link is damaged/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText("There is no visualization called pie.")).toBeVisible();
  await expect(page.getByText("Choose what to look at")).toBeVisible();
});

test("the keyboard alone explores, sorts and saves", async ({ as }) => {
  const page = await as("creator");
  await page.goto("/explore");
  await picker(page).getByRole("searchbox", { name: "Search fields" }).focus();
  await page.keyboard.type("active instances");
  await expect(field(page, "Metric", "Active instances")).toBeVisible();
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    if (await field(page, "Metric", "Active instances").evaluate((element) => element === document.activeElement))
      break;
  }
  await page.keyboard.press("Enter");
  await expect(field(page, "Metric", "Active instances")).toHaveAttribute("aria-pressed", "true");
  await run(page);
  await page.getByRole("columnheader", { name: "Active instances" }).getByRole("button").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("columnheader", { name: "Active instances" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("button", { name: "Save", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: /Add to a dashboard/ })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog").getByLabel("Title")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByRole("button", { name: "Save", exact: true })).toBeFocused();
});

test("a session that ends in mid-edit asks to sign in again and loses nothing", async ({ as, expectConsole }) => {
  expectConsole(/401/);
  const page = await as("creator");
  await askMauByHosting(page);
  const cookies = await page.context().cookies();
  await page.context().clearCookies();
  await save(page, /Save as a Look/);
  await page.getByRole("dialog").getByLabel("Title").fill("Typed before the session ended");
  await page.getByRole("button", { name: "Save Look" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeVisible();
  await page.context().addCookies(cookies);
  await page.getByRole("button", { name: "I have signed in" }).click();
  await expect(page.getByRole("dialog", { name: "Sign in again" })).toBeHidden();
  await expect(page.getByRole("dialog").getByLabel("Title")).toHaveValue("Typed before the session ended");
  await page.getByRole("button", { name: "Save Look" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Typed before the session ended" })).toBeVisible();
});

test("a Viewer is refused Explore with the rule and the way to ask", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/explore");
  await expect(page).toHaveURL(/\/request-access\?permission=explore\.run/);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`Explore with an answer has no serious accessibility finding in ${colorScheme}`, async ({ as, axe }) => {
    const page = await as("creator");
    await page.emulateMedia({ colorScheme });
    await page.goto(link({ ...WHOLE, filters: [{ field: "account.region", text: "" }] }));
    await answered(page);
    await axe(page);
    await page.getByRole("button", { name: /^Time range:/ }).click();
    await axe(page);
    await page.keyboard.press("Escape");
    await page.getByRole("tab", { name: "SQL" }).click();
    await expect(page.getByRole("region", { name: "SQL of this question" })).toBeVisible();
    await save(page, /Save as a Look/);
    await axe(page);
  });
}

test("a phone explores through a sheet of fields, without sideways scrolling", async ({ as }) => {
  const page = await as("creator");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(link(WHOLE));
  await answered(page);
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wider).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Fields", exact: true }).click();
  await page
    .getByRole("dialog", { name: "Fields" })
    .getByRole("button", { name: /^Dimension Region/ })
    .click();
  await page.keyboard.press("Escape");
  await run(page);
  await expect(page.getByRole("columnheader", { name: "Region" })).toBeVisible();
});
