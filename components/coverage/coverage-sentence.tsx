import { coverageSentence } from "#components/coverage/coverage-words.ts";
import { cn } from "#components/ui/cn.ts";
import type { Coverage } from "#lib/semantic/answer.ts";

/** The sentence, once per page or where a tile differs from its page. */
export function CoverageSentence({
  coverage,
  className,
}: {
  readonly coverage: Coverage;
  readonly className?: string;
}) {
  return <p className={cn("text-sm text-text-2", className)}>{coverageSentence(coverage)}</p>;
}
