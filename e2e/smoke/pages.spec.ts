import { expect, test, type Who } from "../fixtures/test.ts";

const EVERYBODY = ["/", "/dashboards", "/dashboards/company-metrics", "/looks", "/customers", "/request-access"];
const CREATORS = [...EVERYBODY, "/explore"];
const ADMINS = [...CREATORS, "/admin/people", "/admin/requests", "/admin/audit"];
const VISITS: readonly (readonly [Who, readonly string[]])[] = [
  ["viewer", EVERYBODY],
  ["creator", CREATORS],
  ["admin", ADMINS],
];

for (const [who, addresses] of VISITS) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`every page of the ${who} stands in ${colorScheme}, without a word on the console`, async ({ as, axe }) => {
      test.setTimeout(120_000);
      const page = await as(who);
      await page.emulateMedia({ colorScheme });
      for (const address of addresses) {
        const response = await page.goto(address);
        expect(response?.status(), address).toBe(200);
        await expect(page.getByRole("heading", { level: 1 }), address).toBeVisible();
        await page.waitForLoadState("networkidle");
        await axe(page);
      }
    });
  }
}

test("a phone shows the main pages without sideways scrolling", async ({ as }) => {
  const page = await as("viewer");
  await page.setViewportSize({ width: 390, height: 844 });
  for (const address of ["/", "/dashboards/company-metrics", "/customers"]) {
    await page.goto(address);
    await page.waitForLoadState("networkidle");
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wider, address).toBeLessThanOrEqual(0);
  }
});

test("an address that leads nowhere says so", async ({ as, expectConsole }) => {
  expectConsole(/404/);
  const page = await as("viewer");
  const response = await page.goto("/no-such-page");
  expect(response?.status()).toBe(404);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});
