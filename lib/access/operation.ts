import type { z } from "zod";
import { type Actor, type Grant } from "#lib/access/grant.ts";
import { PERMISSION_TEXTS, ROLE_LABELS } from "#lib/access/model.ts";
import { parseInput } from "#lib/access/parse-input.ts";
import type { Permission } from "#lib/access/permission.ts";
import { roleFor } from "#lib/access/role.ts";
import { AppError } from "#lib/errors.ts";

type Spec<P extends Permission, I extends z.ZodType, O extends z.ZodType> = {
  /** One line for openapi.json. */
  readonly summary: string;
  readonly permission: P;
  readonly input: I;
  readonly output: O;
  readonly run: (grant: Grant<P>, input: z.output<I>) => Promise<z.input<O>>;
};

/** A use case. Calling it checks the permission, parses, runs, and parses what goes out. */
export type Operation<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  (actor: Actor | null, raw: unknown): Promise<z.output<O>>;
  readonly summary: string;
  readonly permission: Permission;
  readonly input: I;
  readonly output: O;
};

function mint<P extends Permission>(permission: P, actor: Actor | null, job: string | null): Grant<P> {
  // Minting point 1 of 3: the only place where a Grant comes into being.
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion
  return { permission, actor, job } as Grant<P>;
}

/** A grant for the portal's own work (loading, migrating); `job` names it in the audit. */
export function systemGrant<P extends Permission>(job: string, permission: P): Grant<P> {
  return mint(permission, null, job);
}

/** Without a required `permission` there is no operation, and without an operation no data. */
export function operation<P extends Permission, I extends z.ZodType, O extends z.ZodType>(
  spec: Spec<P, I, O>,
): Operation<I, O> {
  async function call(actor: Actor | null, raw: unknown): Promise<z.output<O>> {
    if (actor === null) throw new AppError("unauthenticated", "You are not signed in. Sign in and try again.");
    if (!actor.permissions.has(spec.permission)) throw refusal(actor, spec.permission);
    const input = parseInput(spec.input, raw);
    return spec.output.parse(await spec.run(mint(spec.permission, actor, null), input));
  }
  const { summary, permission, input, output } = spec;
  return Object.assign(call, { summary, permission, input, output });
}

/** Says which rule failed and whom to ask. */
function refusal(actor: Actor, permission: Permission): AppError {
  const needs = roleFor(permission);
  const rule = `${PERMISSION_TEXTS[permission]}: it takes the permission ${permission}`;
  const holder =
    needs === null
      ? "no role has by itself"
      : `your role ${ROLE_LABELS[actor.role]} does not have and ${ROLE_LABELS[needs]} has`;
  const sentence = `You are not allowed to ${rule}, which ${holder}. Ask an Admin for it with Request access.`;
  return new AppError("forbidden", sentence, {}, { permission, role: actor.role, needs });
}
