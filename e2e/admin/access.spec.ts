import { expect, test } from "../fixtures/test.ts";

const REASON = "I prepare the renewal numbers for my accounts";

test("a refusal names the rule, keeps what is written, and its answer comes back", async ({ as }) => {
  test.setTimeout(120_000);
  const viewer = await as("viewer");
  await viewer.goto("/explore");
  await expect(viewer).toHaveURL(/\/request-access\?permission=explore\.run/);
  await expect(viewer.getByText("You are not allowed to explore freely.")).toBeVisible();
  await expect(viewer.getByRole("complementary", { name: "Whom to ask" })).toContainText("Ada Moreau");

  const reason = viewer.getByLabel("What do you need it for?");
  await reason.fill(REASON);
  await viewer.reload();
  await expect(reason).toHaveValue(REASON);
  await viewer.getByRole("button", { name: "Send request" }).click();
  await expect(viewer.getByRole("region", { name: "Your requests" })).toContainText("Waiting");
  await expect(reason).toHaveValue("");

  const admin = await as("admin");
  await admin.goto("/admin/requests");
  await admin.getByRole("button", { name: "Decline the request of Vera Lindqvist" }).click();
  const dialog = admin.getByRole("dialog", { name: "Decline the request of Vera Lindqvist?" });
  await dialog.getByLabel("Note to Vera Lindqvist").fill("Ask Chidi for the Look");
  await dialog.getByRole("button", { name: "Decline" }).click();
  await expect(dialog).toBeHidden();
  await admin.goto("/admin/audit?q=Chidi+for+the+Look");
  await expect(admin.getByText("access.declined").first()).toBeVisible();

  await viewer.reload();
  await expect(viewer.getByRole("region", { name: "Your requests" })).toContainText("Ask Chidi for the Look");
});

test("nobody changes their own role, and the page says why", async ({ as }) => {
  const admin = await as("admin");
  await admin.goto("/admin/people");
  await expect(admin.getByRole("combobox", { name: "Role of Chidi Okafor" })).toBeVisible();
  await expect(admin.getByRole("combobox", { name: "Role of Ada Moreau" })).toHaveCount(0);
  await expect(admin.getByRole("button", { name: /Ada Moreau: admin\. Nobody changes their own role/ })).toBeVisible();
});
