import type { Answer } from "#lib/semantic/answer.ts";

/** "Updated 21:36 UTC", and how many of the answers were kept from an earlier run. */
export function updatedWords(answers: readonly Answer[], at: number): string {
  const kept = answers.filter(({ route }) => route.cached).length;
  const time = `Updated ${new Date(at).toISOString().slice(11, 16)} UTC`;
  if (kept === 0) return time;
  return kept === answers.length
    ? `${time}, from cache`
    : `${time}, ${String(kept)} of ${String(answers.length)} from cache`;
}
