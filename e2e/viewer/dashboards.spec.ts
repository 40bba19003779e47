import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

const COMPANY = "/dashboards/company-metrics";
const ACCOUNT = "/dashboards/customer-account-overview";
const CUSTOMER = "Birchwood Labs";

test.describe.configure({ timeout: 120_000 });

function filterOf(page: Page, name: string) {
  return page.getByRole("region", { name: "Filters" }).getByRole("button", { name, exact: true });
}

/** Said in the wide bar or in the narrow one, whichever the screen shows. */
function unsaved(page: Page) {
  return page.getByText("Your changes are not saved").filter({ visible: true });
}

function tileOf(page: Page, title: string) {
  return page.getByRole("article", { name: title, exact: true });
}

/** The coverage mark comes with the figures. */
async function isDrawn(page: Page, title: string): Promise<void> {
  await expect(tileOf(page, title).getByRole("button", { name: /^Coverage: / })).toBeVisible({ timeout: 30_000 });
}

async function act(page: Page, title: string, item: string): Promise<void> {
  await tileOf(page, title)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await page.getByRole("menuitem", { name: item }).click();
}

test("a Viewer reads a number, whom it covers and how it is counted", async ({ as, axe }) => {
  const page = await as("viewer");
  await page.goto("/dashboards");
  await page
    .getByRole("region", { name: "Certified" })
    .getByRole("link", { name: /Company metrics/ })
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Company metrics" })).toBeVisible();
  await expect(page.getByText("Owner: Data & Analytics")).toBeVisible();
  await isDrawn(page, "MAU by customer (last complete month)");
  await expect(page.getByText(/^Covers .* accounts/).first()).toBeVisible();
  await expect(page.getByText(/^Pings through \d{1,2} \w{3} \d{4}/)).toBeVisible();

  const dau = tileOf(page, "DAU/MAU (month)");
  await dau.getByRole("button", { name: /^Coverage: / }).click();
  const drawer = page.getByRole("dialog", { name: "Whom this covers" });
  await expect(drawer.getByText(/^Covers /)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(drawer).toBeHidden();

  await act(page, "DAU/MAU (month)", "View as table");
  await expect(dau.getByRole("columnheader", { name: "DAU/MAU" })).toBeVisible();
  await act(page, "DAU/MAU (month)", "Definition");
  await expect(page.getByRole("dialog").getByText("How to read")).toBeVisible();
  await axe(page);
});

test("Explore from here is for those who may explore, and opens what the tile asks under its filters", async ({
  as,
}) => {
  const title = "MAU by hosting type (month)";
  const viewer = await as("viewer");
  await viewer.goto(COMPANY);
  await isDrawn(viewer, title);
  await tileOf(viewer, title)
    .getByRole("button", { name: `Actions for ${title}` })
    .click();
  await expect(viewer.getByRole("menuitem", { name: "View original Look" })).toBeVisible();
  await expect(viewer.getByRole("menuitem", { name: "Explore from here" })).toHaveCount(0);

  const creator = await as("creator");
  await creator.goto(`${COMPANY}?Hosting+type=Managed`);
  await isDrawn(creator, title);
  await act(creator, title, "Explore from here");
  await expect(creator).toHaveURL(/\/explore\?q=/);
  await expect(creator.getByText("Managed").first()).toBeVisible();
});

test("filters live in the address, apply to every tile, and never change the dashboard", async ({ as }) => {
  const page = await as("viewer");
  await page.goto(COMPANY);
  const title = "MAU by customer (last complete month)";
  await isDrawn(page, title);
  await filterOf(page, "Account name").click();
  await page.getByPlaceholder("Search values…").fill(CUSTOMER.slice(0, 5));
  await page.getByRole("option", { name: CUSTOMER }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/Account\+name=Birchwood\+Labs/);
  await expect(unsaved(page)).toBeVisible();
  await expect(page.getByText(/^Covers the one account/).first()).toBeVisible();
  await expect(tileOf(page, title).getByRole("cell", { name: CUSTOMER })).toBeVisible();

  await page.reload();
  await expect(tileOf(page, title).getByRole("cell", { name: CUSTOMER })).toBeVisible();
  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page).toHaveURL(new RegExp(`${COMPANY}$`));
  await expect(unsaved(page)).toHaveCount(0);
  await expect(page.getByText(/^Covers [\d,]+ of [\d,]+ accounts/).first()).toBeVisible();
});

test("a date is read back in plain words, and a wrong one cannot be applied", async ({ as }) => {
  const page = await as("viewer");
  await page.goto(COMPANY);
  await isDrawn(page, "MAU (latest month)");
  await filterOf(page, "Date").click();
  const field = page.getByLabel("Date: range");
  await field.fill("last 3 mnths");
  await expect(page.getByText(/is not understood/)).toBeVisible();
  await expect(page.getByRole("button", { name: "Apply" })).toBeDisabled();
  await field.fill("last 3 months");
  await expect(page.getByText(/^Means /)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/Date=last\+3\+months/);
});

test("what a link gets wrong is said, the rest applies, and what was meant is one click away", async ({ as }) => {
  const page = await as("viewer");
  await page.goto(`${COMPANY}?Hosting+type=manged&Custmer+Engineer=Vera&Customer+Name=`);
  await isDrawn(page, "MAU (latest month)");
  await expect(page.getByText("This dashboard has no filter called “Custmer Engineer”")).toBeVisible();
  await expect(page.getByText("Customer Name”")).toHaveCount(0);
  await page.getByRole("button", { name: "Use Managed" }).click();
  await expect(page).toHaveURL(/Hosting\+type=Managed/);
  await expect(filterOf(page, "Hosting type Managed")).toBeVisible();
  await isDrawn(page, "MAU (latest month)");
});

test("the account overview asks for a customer first", async ({ as }) => {
  const page = await as("viewer");
  await page.goto(ACCOUNT);
  await expect(page.getByText("Choose a customer to see its account.")).toBeVisible();
  await page.getByRole("button", { name: "Account name" }).filter({ hasText: "Choose" }).click();
  await page.getByPlaceholder("Search…").fill("Birch");
  await page.getByRole("option", { name: CUSTOMER }).click();
  await expect(page).toHaveURL(/Account\+name=Birchwood\+Labs/);
  await expect(page.getByText("Choose a customer to see its account.")).toBeHidden();
  const instances = tileOf(page, "Instances by telemetry status (today)");
  await expect(instances.getByRole("cell", { name: "Full pings + user-level data" }).first()).toBeVisible();
});

test("a dashboard of one's own: make it, add Looks, take one off; nobody else finds it", async ({ as, axe }) => {
  const page = await as("viewer");
  const title = `Monday review ${Date.now().toString(36)}`;
  await page.goto("/dashboards");
  await page.getByRole("button", { name: "New dashboard" }).first().click();
  await page.getByRole("dialog").getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await expect(page.getByText("No tiles yet")).toBeVisible();

  await page.getByRole("button", { name: "Add Look" }).click();
  const dialog = page.getByRole("dialog", { name: "Add Look" });
  await dialog.getByLabel("Search Looks").fill("MAU");
  await dialog.getByRole("button", { name: "Add: MAU (latest month)", exact: true }).click();
  await expect(dialog.getByRole("button", { name: "Add again: MAU (latest month)" })).toBeVisible();
  await dialog.getByRole("button", { name: "Add: MAU by hosting type (month)" }).click();
  await expect(dialog.getByRole("button", { name: "Add again: MAU by hosting type (month)" })).toBeVisible();
  await page.keyboard.press("Escape");
  await isDrawn(page, "MAU by hosting type (month)");
  await axe(page);
  await act(page, "MAU (latest month)", "Remove from this dashboard");
  await expect(tileOf(page, "MAU (latest month)")).toHaveCount(0);
  await page.reload();
  await isDrawn(page, "MAU by hosting type (month)");
  await expect(tileOf(page, "MAU (latest month)")).toHaveCount(0);

  const address = new URL(page.url()).pathname;
  const creator = await as("creator");
  expect((await creator.request.get(`/api/v1${address}`)).status()).toBe(404);
});

test("a Look shows its figures, its definition and where it stands, also to those who may not explore", async ({
  as,
  axe,
}) => {
  const page = await as("viewer");
  await page.goto("/looks?q=hosting");
  await page.getByRole("link", { name: "MAU by hosting type (month)" }).click();
  await expect(page.getByRole("link", { name: "Company metrics" })).toBeVisible();
  await expect(page.getByRole("button", { name: /^Coverage: / })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Hosting type" })).toBeVisible();
  await expect(page.getByText("How to read")).toBeVisible();
  await expect(page.getByRole("link", { name: /Explore/ })).toHaveCount(0);
  await axe(page);
});

test("on a phone the filters stand behind one button and nothing runs out of the page", async ({ as, axe }) => {
  const page = await as("viewer");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${COMPANY}?Region=EMEA`);
  await isDrawn(page, "MAU by customer (last complete month)");
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
  await page.getByRole("button", { name: "Filters (1)" }).click();
  await expect(page.getByRole("dialog", { name: "Filters" }).getByRole("button", { name: /^Region/ })).toBeVisible();
  await axe(page);
});
