import type { z } from "zod";
import { type Actor, type Grant } from "#lib/access/grant.ts";
import { parseInput } from "#lib/access/parse-input.ts";
import type { Permission } from "#lib/access/permission.ts";
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

function refusal(actor: Actor, permission: Permission): AppError {
  return new AppError(
    "forbidden",
    `This needs the permission ${permission}, which your role ${actor.role} does not have. Ask for it with Request access.`,
    {},
    { permission, role: actor.role },
  );
}
