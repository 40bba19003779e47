import { chunks } from "#lib/db/chunks.ts";
import type { Tx } from "#lib/db/client.ts";
import { Prisma } from "#lib/db/generated/client.ts";

/** Column name → Postgres type. Written in the code, never taken from input. */
type Columns<R> = Readonly<Record<keyof R & string, string>>;

/**
 * Inserts many rows, each thousand as one JSON parameter: planning a placeholder per value takes longer than
 * the insert itself.
 */
export async function insertRows<R extends object>(
  tx: Tx,
  table: string,
  columns: Columns<R>,
  rows: readonly R[],
): Promise<void> {
  const names = Prisma.raw(Object.keys(columns).join(", "));
  const typed = Prisma.raw(
    Object.entries(columns)
      .map((column) => column.join(" "))
      .join(", "),
  );
  for (const some of chunks(rows)) {
    await tx.$executeRaw`
      INSERT INTO ${Prisma.raw(table)} (${names})
      SELECT ${names} FROM jsonb_to_recordset(${JSON.stringify(some)}::jsonb) AS given(${typed})`;
  }
}
