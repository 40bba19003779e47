import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

/** The folder of twenty rows, with the answers counted by hand in warehouse/testing/twenty-rows.md. */
const COMPANY = "/dashboards/company-metrics";
const MAU = { name: "MAU (latest month)", exact: true };

async function seesMau(page: Page, value: string, covers: string): Promise<void> {
  await page.goto(COMPANY);
  const tile = page.getByRole("article", MAU);
  await expect(tile.getByText(value, { exact: true })).toBeVisible();
  await expect(tile.getByRole("button", { name: `Coverage: Covers ${covers} accounts` })).toBeVisible();
}

async function makesCreator(admin: Page, name: string): Promise<void> {
  await admin.goto("/admin/people");
  await admin.getByRole("combobox", { name: `Role of ${name}` }).click();
  await admin.getByRole("option", { name: "Creator" }).click();
  const dialog = admin.getByRole("dialog", { name: `Change the role of ${name}` });
  await dialog.getByLabel("Reason").fill("Analyses the product");
  await dialog.getByRole("button", { name: "Make Creator" }).click();
  await expect(dialog).toBeHidden();
}

async function recordsOptOut(admin: Page, customer: string): Promise<void> {
  await admin.goto("/customers");
  await admin.getByRole("link", { name: customer }).click();
  await admin.getByRole("button", { name: "Record opt-out" }).first().click();
  const dialog = admin.getByRole("dialog", { name: "Record an opt-out" });
  await dialog.getByRole("combobox", { name: "At most they share" }).click();
  await admin.getByRole("option", { name: /^No telemetry/ }).click();
  await dialog.getByLabel("Asked for by").fill("Idris Wexler, site administrator");
  await dialog.getByLabel("Reason").fill("Their new policy allows none");
  await dialog.getByRole("button", { name: "Record", exact: false }).click();
  await expect(admin.getByRole("dialog", { name: "Opt-out recorded" })).toBeVisible();
}

test("an opt-out, recorded by an Admin, makes the Viewer's next number smaller and says why", async ({ as }) => {
  test.setTimeout(180_000);
  const viewer = await as("viewer");
  await seesMau(viewer, "256", "all 4");
  const creator = await as("creator");
  await creator.goto("/explore");
  await expect(creator, "without the role there is no Explore").toHaveURL(/request-access/);

  const admin = await as("admin");
  await makesCreator(admin, "Chidi Okafor");
  await recordsOptOut(admin, "Bramble Bank");

  await seesMau(viewer, "126", "3 of 4");
  const tile = viewer.getByRole("article", MAU);
  await tile.getByRole("button", { name: /^Coverage: / }).click();
  const drawer = viewer.getByRole("dialog");
  await expect(drawer.getByText(/opted out/i).first()).toBeVisible();
  await expect(drawer.getByText("Bramble Bank").first()).toBeVisible();
  expect((await viewer.request.post("/api/v1/opt-outs", { data: {} })).status()).toBe(403);

  await creator.goto("/explore");
  await creator
    .getByRole("complementary", { name: "Fields" })
    .getByRole("button", { name: /^Metric MAU\b/ })
    .click();
  await creator.keyboard.press("Control+Enter");
  await expect(creator.getByRole("button", { name: /^Coverage: Covers 3 of 4/ })).toBeVisible();

  await admin.goto("/admin/audit");
  await expect(admin.getByText("Their new policy allows none").first()).toBeVisible();
});

test("the outsider gets nowhere", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Otto Fremd/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?error=foreign_domain/);
  for (const address of ["/", COMPANY, "/customers", "/explore", "/admin/people"]) {
    await page.goto(address);
    await expect(page, address).toHaveURL(/\/sign-in/);
  }
});
