import { z } from "zod";
import type { Actor, Grant } from "#lib/access/grant.ts";
import { ROLE_LABELS } from "#lib/access/model.ts";
import { operation } from "#lib/access/operation.ts";
import { ROLES, type Role } from "#lib/access/permission.ts";
import {
  AccessRequest,
  CreateAccessRequestIn,
  DecideIn,
  ListAccessRequestsIn,
  ListAccessRequestsOut,
} from "#lib/access-requests/contract.ts";
import { decideRequest, insertRequest, readOwnRequests, readRequests } from "#lib/access-requests/store.ts";
import { AppError } from "#lib/errors.ts";

export const createAccessRequest = operation({
  summary: "Ask the admins for a role",
  permission: "grants.request",
  input: CreateAccessRequestIn,
  output: AccessRequest,
  run(grant, wish) {
    const { userId, role } = person(grant);
    if (holds(role, wish.role)) {
      const sentence = `You are ${ROLE_LABELS[role]} already; asking for ${ROLE_LABELS[wish.role]} would add nothing.`;
      throw new AppError("invalid_input", sentence, { path: "role" });
    }
    return insertRequest(grant, userId, wish);
  },
});

export const listAccessRequests = operation({
  summary: "The queue of requests for access",
  permission: "grants.approve",
  input: ListAccessRequestsIn,
  output: ListAccessRequestsOut,
  run: async (grant, { state }) => ({ items: await readRequests(grant, state), next: null }),
});

export const listMine = operation({
  summary: "Your own requests for access",
  permission: "grants.request",
  input: z.strictObject({}),
  output: ListAccessRequestsOut,
  run: async (grant) => ({ items: await readOwnRequests(grant), next: null }),
});

export const decide = operation({
  summary: "Approve or decline a request; approving gives the role at once",
  permission: "grants.approve",
  input: DecideIn,
  output: AccessRequest,
  run(grant, { ifMatch, ...decision }) {
    if (ifMatch === null) {
      throw new AppError(
        "precondition_required",
        "Send the request's version as If-Match, so that nothing is decided twice.",
      );
    }
    return decideRequest(grant, decision, ifMatch);
  },
});

function person(grant: Grant): Actor {
  if (grant.actor === null) throw new AppError("forbidden", "Only people ask for access.");
  return grant.actor;
}

function holds(role: Role, wanted: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(wanted);
}
