import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test.ts";

const SLOW_MS = 700;
/** The share of the window that may move, as browsers measure it (CLS). */
const MOST_SHIFT = 0.05;

/** How much of the page has moved since it was opened. */
function shiftOf(page: Page): Promise<number> {
  return page.evaluate(
    (wait) =>
      new Promise<number>((resolve) => {
        let sum = 0;
        const observer = new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) sum += Number(Reflect.get(entry, "value"));
        });
        observer.observe({ type: "layout-shift", buffered: true });
        setTimeout(() => {
          resolve(sum);
        }, wait);
      }),
    500,
  );
}

for (const [who, first] of [
  ["viewer", "My accounts"],
  ["creator", "Dashboards"],
] as const) {
  test(`home of the ${who} stays where it is while the registry is slow`, async ({ as, axe }) => {
    const page = await as(who);
    await page.route("**/api/v1/customers/estate", async (route) => {
      await new Promise((done) => setTimeout(done, SLOW_MS));
      await route.continue();
    });
    await page.goto("/");
    await expect(page.getByRole("region", { name: first })).toBeVisible();
    await expect(page.getByRole("region", { name: "Looks" }).getByRole("link")).not.toHaveCount(1);
    expect(await shiftOf(page)).toBeLessThan(MOST_SHIFT);
    await axe(page);
  });
}

test("home has one search, ready to be typed into", async ({ as }) => {
  const page = await as("viewer");
  await page.goto("/");
  await expect(page.getByPlaceholder(/^Search customers/)).toBeFocused();
  await expect(page.getByRole("banner").getByRole("button", { name: "Search" })).toHaveCount(0);
  await page.keyboard.type("birchwood");
  await expect(page.getByRole("option", { name: /Birchwood Labs/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Birchwood Labs" })).toBeVisible();
});
