import { expect, test } from "../fixtures/test.ts";

test.describe.configure({ timeout: 120_000 });

const SILENT = "Ironvale Defence";

test("two Admins at once: the second sees both versions and loses nothing typed", async ({ as, expectConsole }) => {
  expectConsole(/412/);
  const [first, second] = [await as("admin"), await as("admin")];
  for (const page of [first, second]) {
    await page.goto(`/customers?q=${encodeURIComponent(SILENT)}`);
    await page.getByRole("link", { name: SILENT, exact: true }).click();
    await page.getByRole("button", { name: "Record opt-out" }).first().click();
  }

  const dialog = second.getByRole("dialog", { name: "Record an opt-out" });
  await dialog.getByRole("button", { name: "Record opt-out" }).click();
  await expect(dialog.getByText("Name who asked for it")).toBeVisible();
  await expect(dialog.getByText("Say why in a few words")).toBeVisible();

  const other = first.getByRole("dialog", { name: "Record an opt-out" });
  await other.getByLabel("Asked for by").fill("Their security lead");
  await other.getByLabel("Reason").fill("Put on record what is so already");
  await other.getByRole("button", { name: "Record opt-out" }).click();
  await expect(first.getByRole("dialog", { name: "Opt-out recorded" })).toBeVisible();

  await dialog.getByLabel("Asked for by").fill("Somebody else of theirs");
  await dialog.getByLabel("Reason").fill("The same, from another side");
  await dialog.getByRole("button", { name: "Record opt-out" }).click();
  await expect(dialog.getByText(/Somebody changed this instance/)).toBeVisible();
  await expect(dialog.getByRole("cell", { name: /^Critical pings from/ })).toBeVisible();
  await expect(dialog.getByLabel("Asked for by")).toHaveValue("Somebody else of theirs");
  await dialog.getByRole("button", { name: "Go on from what it is now" }).click();
  await expect(dialog.getByRole("button", { name: "Record opt-out" })).toBeEnabled();
});
