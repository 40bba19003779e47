import { z } from "zod";
import { operation } from "#lib/access/operation.ts";
import { env } from "#lib/env.ts";
import { AppError } from "#lib/errors.ts";
import { ListGroupsOut, ListPeopleIn, ListPeopleOut, MeOut, Person, SetRoleIn } from "#lib/people/contract.ts";
import { readAdmins, readGroups, readPeople, readTitle } from "#lib/people/store.ts";
import { changeRole } from "#lib/people/store-role.ts";

const Nothing = z.strictObject({});

export const me = operation({
  summary: "Who you are, what you may do, and whom to ask for more",
  permission: "dashboards.read",
  input: Nothing,
  output: MeOut,
  async run(grant) {
    const { actor } = grant;
    if (actor === null) throw new AppError("unauthenticated", "You are not signed in. Sign in and try again.");
    const { userId: id, email, name, role, groups, permissions } = actor;
    const [title, admins] = await Promise.all([readTitle(grant, id), readAdmins(grant)]);
    const { mode, sampleData } = env();
    return {
      id,
      email,
      name,
      title,
      role,
      groups: [...groups],
      permissions: [...permissions],
      mode,
      sampleData,
      admins,
    };
  },
});

export const listPeople = operation({
  summary: "Everybody who may sign in, with role and why",
  permission: "users.read",
  input: ListPeopleIn,
  output: ListPeopleOut,
  run: async (grant, { q }) => ({ items: await readPeople(grant, q.trim()), next: null }),
});

export const setRole = operation({
  summary: "Give a person a role; it holds from their next request",
  permission: "roles.write",
  input: SetRoleIn,
  output: Person,
  run(grant, { ifMatch, ...change }) {
    if (ifMatch === null) {
      throw new AppError(
        "precondition_required",
        "Send the person's version as If-Match, so that no change of somebody else is lost.",
      );
    }
    return changeRole(grant, change, ifMatch);
  },
});

export const listGroups = operation({
  summary: "Groups with the role they give",
  permission: "users.read",
  input: Nothing,
  output: ListGroupsOut,
  run: async (grant) => ({ items: await readGroups(grant), next: null }),
});
