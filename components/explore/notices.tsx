import { DefinitionNotices } from "#components/explore/definition-notices.tsx";
import { placeOf, problemWords } from "#components/explore/place.ts";
import type { Fault } from "#components/explore/salvage.ts";
import { applySuggestion } from "#components/explore/suggestion.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { Chip } from "#components/ui/chip.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Freshness } from "#lib/semantic/answer.ts";
import { rangeWords } from "#lib/semantic/calendar.ts";

/** What the reader must know before the numbers: what a link could not say, what else changed, what is late. */
export function Notices({ explorer }: { readonly explorer: Explorer }) {
  const { faults, note, run, stale } = explorer;
  const answer = stale ? null : (run.last?.answer ?? null);
  return (
    <>
      {faults.map((fault) => (
        <FaultNotice key={`${fault.what} ${fault.message}`} fault={fault} />
      ))}
      {note !== null && <Notice kind="info">{note}</Notice>}
      <ProblemNotice explorer={explorer} />
      <DefinitionNotices explorer={explorer} />
      {answer?.notices.map((text) => (
        <Notice key={text} kind="info">
          {text}
        </Notice>
      ))}
      {answer?.annotations.map(({ id, from, to, text }) => (
        <Notice key={id} kind="info">
          {rangeWords({ from, to })}: {text}
        </Notice>
      ))}
      {answer?.freshness.map((source) => (
        <FreshnessNotice key={source.source} source={source} />
      ))}
    </>
  );
}

function FaultNotice({ fault }: { readonly fault: Fault }) {
  return (
    <Notice kind="warn">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Chip kind="warn" className="h-6 text-xs line-through pointer-coarse:h-6">
          {fault.what}
        </Chip>
        <span>
          {fault.message}
          {fault.suggestion !== null && ` Did you mean ${fault.suggestion}?`} The rest of the link is kept.
        </span>
      </span>
    </Notice>
  );
}

/** These controls say themselves what is wrong with them. */
const SHOWN_IN_PLACE: ReadonlySet<string> = new Set(["filter", "range", "grain"]);

/** A refusal of the question that no control of the page can show by itself, or one with a name to put in. */
function ProblemNotice({ explorer }: { readonly explorer: Explorer }) {
  const { problem, question, catalogue } = explorer;
  if (problem?.code !== "invalid_input") return null;
  const place = placeOf(problem.path);
  const mended = applySuggestion(question, place, problem.suggestion, catalogue);
  if (mended === null && SHOWN_IN_PLACE.has(place.part)) return null;
  return (
    <Notice
      kind="bad"
      action={
        mended === null ? undefined : (
          <Button
            size="sm"
            onClick={() => {
              explorer.edit(mended);
            }}
          >
            Use {problem.suggestion}
          </Button>
        )
      }
    >
      {problemWords(problem)}
    </Notice>
  );
}

function FreshnessNotice({ source }: { readonly source: Freshness }) {
  if (source.status !== "late" && source.status !== "stale") return null;
  return (
    <Notice kind="warn">
      {source.label}: {source.note ?? `data through ${source.lastDay ?? "an unknown day"}`}
    </Notice>
  );
}
