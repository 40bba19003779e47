import { z } from "zod";
import { expect, signIn, test } from "../fixtures/test.ts";

const Csrf = z.object({ csrfToken: z.string() });
const SESSION = "candor.session";

test("whoever is not signed in is asked to, and comes back to where they wanted to be", async ({ page, axe }) => {
  await page.goto("/customers?q=birch");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=/);
  await axe(page);
  await page.getByRole("button", { name: /Vera Lindqvist/ }).click();
  await expect(page).toHaveURL(/\/customers\?q=birch/);
  await expect(page.getByRole("link", { name: "Birchwood Labs" })).toBeVisible();
});

test("without a name the issuer asks who one is, as Google would", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Sign in with Google" }).click();
  await page.getByRole("link", { name: "Ada Moreau" }).click();
  await expect(page).not.toHaveURL(/sign-in|interaction/);
  const me = await page.request.get("/api/v1/me");
  expect(await me.json()).toMatchObject({ email: "admin@candor.example", role: "admin" });
});

test("somebody of another company is refused, with the rule and whom to ask", async ({ page, axe }) => {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: /Otto Fremd/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?error=/);
  await expect(page.getByText(/Only accounts of candor\.example may sign in/)).toBeVisible();
  await expect(page.getByRole("link", { name: "admin@candor.example" })).toBeVisible();
  await axe(page);
  expect((await page.request.get("/api/v1/me")).status()).toBe(401);
});

test("an address that was never verified gets no session", async ({ portal }) => {
  const { cookies } = await signIn(portal, "unverified@candor.example");
  expect(cookies.filter(({ name }) => name === SESSION)).toEqual([]);
});

test("a made-up session is nobody's", async ({ playwright, portal }) => {
  const http = await playwright.request.newContext({
    baseURL: portal,
    extraHTTPHeaders: { cookie: `${SESSION}=00000000-0000-0000-0000-000000000000` },
  });
  expect((await http.get("/api/v1/me")).status()).toBe(401);
  await http.dispose();
});

test("signing out ends the session itself, not only the cookie", async ({ playwright, portal }) => {
  const storageState = await signIn(portal, "viewer@candor.example");
  const here = await playwright.request.newContext({ baseURL: portal, storageState });
  const copy = await playwright.request.newContext({ baseURL: portal, storageState });
  expect((await copy.get("/api/v1/me")).status()).toBe(200);
  const { csrfToken } = Csrf.parse(await (await here.get("/api/auth/csrf")).json());
  await here.post("/api/auth/signout", { form: { csrfToken, callbackUrl: "/sign-in" } });
  expect((await copy.get("/api/v1/me")).status()).toBe(401);
  await Promise.all([here.dispose(), copy.dispose()]);
});
