import { expect, test } from "vitest";
import { PERMISSIONS, ROLES } from "#lib/access/permission.ts";
import { CERTIFYING_GROUP, highestRole, permissionsOf, ROLE_PERMISSIONS, roleFor } from "#lib/access/role.ts";

test("the whole matrix, a line for each permission", () => {
  const lines = PERMISSIONS.map((permission) => {
    const holders = ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission));
    return `${permission}: ${holders.length === 0 ? "nobody by role" : holders.join(" ")}`;
  });
  expect(lines).toMatchInlineSnapshot(`
    [
      "customers.read: viewer creator admin",
      "customers.finance: admin",
      "customers.contact: admin",
      "customers.write: admin",
      "consents.write: admin",
      "proposals.review: admin",
      "imports.run: admin",
      "metrics.read: viewer creator admin",
      "dashboards.read: viewer creator admin",
      "dashboards.personal: viewer creator admin",
      "dashboards.write: creator admin",
      "dashboards.certify: nobody by role",
      "looks.read: viewer creator admin",
      "looks.write: creator admin",
      "explore.vary: viewer creator admin",
      "explore.run: creator admin",
      "sql.run: creator admin",
      "exports.run: viewer creator admin",
      "users.read: admin",
      "roles.write: admin",
      "grants.request: viewer creator admin",
      "grants.approve: admin",
      "rows.user_level: nobody by role",
      "tokens.own: viewer creator admin",
      "audit.read: admin",
      "settings.write: admin",
    ]
  `);
});

test("each role holds all that the role below it holds", () => {
  const { viewer, creator, admin } = ROLE_PERMISSIONS;
  expect(viewer.filter((permission) => !creator.includes(permission))).toEqual([]);
  expect(creator.filter((permission) => !admin.includes(permission))).toEqual([]);
});

test("members of the certifying group certify, whatever their role, and nobody else does", () => {
  for (const role of ROLES) {
    expect(permissionsOf(role, [CERTIFYING_GROUP]).has("dashboards.certify")).toBe(true);
    expect(permissionsOf(role, ["Sales"]).has("dashboards.certify")).toBe(false);
  }
});

test("the highest role counts, and nobody has less than Viewer", () => {
  expect(highestRole(["viewer", "admin", "creator"])).toBe("admin");
  expect(highestRole([])).toBe("viewer");
});

test("a refusal can name the role that would help", () => {
  expect(roleFor("dashboards.read")).toBe("viewer");
  expect(roleFor("explore.run")).toBe("creator");
  expect(roleFor("audit.read")).toBe("admin");
  expect(roleFor("rows.user_level")).toBeNull();
});
