/** What a change writes about itself, in its own transaction. `before` and `after` hold only what changed. */
export type AuditEntry = {
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string; readonly label: string };
  readonly reason: string | null;
  readonly before: Readonly<Record<string, Json>> | null;
  readonly after: Readonly<Record<string, Json>> | null;
};

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
