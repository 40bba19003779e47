/** Postgres takes 65,535 values in one statement; rows go in by the thousand. */
export const ROWS_AT_ONCE = 1_000;

export function* chunks<T>(rows: readonly T[], size: number = ROWS_AT_ONCE): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size);
}
