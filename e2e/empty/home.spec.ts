import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

async function seesNothingLoaded(page: Page): Promise<void> {
  await page.goto("/");
  await expect(page.getByText("No data has been loaded yet", { exact: true })).toBeVisible();
  await expect(page.getByRole("banner").getByText("No data loaded yet")).toBeVisible();
  await expect(page.getByText("0 customers")).toHaveCount(0);
  await expect(page.getByText(/Data to/)).toHaveCount(0);
}

test("home of a portal in which nothing was loaded tells an Admin how to load", async ({ as, axe }) => {
  const admin = await as("admin");
  await seesNothingLoaded(admin);
  await expect(admin.getByText("npm run warehouse -- load FOLDER")).toBeVisible();
  await axe(admin);
});

test("home of a portal in which nothing was loaded tells a Viewer whom to ask", async ({ as, axe }) => {
  const viewer = await as("viewer");
  await seesNothingLoaded(viewer);
  await expect(viewer.getByText(/Ask Ada Moreau/)).toBeVisible();
  await expect(viewer.getByText("npm run warehouse")).toHaveCount(0);
  await axe(viewer);
});
