import { expect, test } from "../fixtures/test.ts";

test.describe.configure({ timeout: 120_000 });

test("a Viewer finds a customer, reads its tier and why, field by field", async ({ as, axe }) => {
  const page = await as("viewer");
  await page.goto("/customers");
  await page.getByRole("searchbox", { name: "Search customers" }).fill("quarry");
  await expect(page).toHaveURL(/[?&]q=quarry/);
  await page.getByRole("link", { name: "Quarry Bank", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Quarry Bank" })).toBeVisible();
  await expect(page.getByText("It sends more than is allowed. The extra data is hidden.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Record opt-out" })).toHaveCount(0);

  await page.getByRole("tab", { name: "What can I see?" }).click();
  await expect(page).toHaveURL(/[?&]tab=fields/);
  await page.getByRole("radio", { name: "Not visible" }).click();
  await page.getByRole("searchbox", { name: "Search fields" }).fill("daily active");
  await expect(page.getByText("Daily active users", { exact: true })).toBeVisible();
  await expect(page.getByText(/^Needs Full pings/).first()).toBeVisible();
  await expect(page.getByText("Monthly active users", { exact: true })).toHaveCount(0);
  await axe(page);
});

test("the list's whole state is in the address, and back undoes it", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/customers?hosting=managed&sort=seats&desc=true");
  await expect(page.getByRole("columnheader", { name: "Seats" })).toHaveAttribute("aria-sort", "descending");
  await page.getByRole("button", { name: /^User-level/ }).click();
  await expect(page).toHaveURL(/tier=3/);
  await expect(page.getByRole("row").nth(1)).toContainText("User-level");
  await page.goBack();
  await expect(page).not.toHaveURL(/tier=/);
});

test("a value that means nothing in the address is said, and the rest still holds", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/customers?tier=9&q=birchwood");
  await expect(page.getByText("Possible: 0, 1, 2, 3.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Birchwood Labs", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Remove tier from the address" }).click();
  await expect(page).not.toHaveURL(/tier=/);
});

test("the palette goes anywhere by the keyboard alone", async ({ as, axe }) => {
  const page = await as("viewer");
  await page.goto("/dashboards");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("birchwood");
  await expect(page.getByRole("option", { name: /Birchwood Labs/ })).toBeVisible();
  await axe(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Birchwood Labs" })).toBeVisible();
});
