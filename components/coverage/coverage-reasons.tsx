import { useState } from "react";
import { CoverageNames } from "#components/coverage/coverage-names.tsx";
import { reasonWords } from "#components/coverage/coverage-words.ts";
import { UnitName } from "#components/coverage/unit-name.tsx";
import { Button } from "#components/ui/button.tsx";
import type { ReasonKind } from "#lib/consent/model.ts";
import type { Coverage } from "#lib/semantic/answer.ts";
import type { Question } from "#lib/semantic/question.ts";

type CoverageReasonsProps = {
  readonly coverage: Coverage;
  readonly question: Question | null;
  /** The figure whose coverage it is. */
  readonly metric: string | null;
};

const GROUPS: readonly { readonly kind: ReasonKind; readonly title: string; readonly hint: string }[] = [
  { kind: "fixable", title: "Fixable", hint: "Somebody can mend this." },
  { kind: "agreed", title: "Agreed", hint: "What they signed. Nothing to chase." },
  { kind: "ours", title: "Ours", hint: "Our own record or rule." },
];

/** Who is not covered, sorted by what a reader can do about it. */
export function CoverageReasons({ coverage, question, metric }: CoverageReasonsProps) {
  return GROUPS.map(({ kind, title, hint }) => {
    const members = coverage.excluded.filter((one) => one.kind === kind);
    if (members.length === 0) return null;
    return (
      <section key={kind} className="mt-6">
        <h3 className="font-semibold text-sm">{title}</h3>
        <p className="text-sm text-text-2">{hint}</p>
        <div className="mt-2 divide-y rounded-lg border">
          {members.map((one) => (
            <Reason
              key={`${one.reason}-${String(one.tier)}`}
              excluded={one}
              unit={coverage.population.unit}
              question={question}
              metric={metric}
            />
          ))}
        </div>
      </section>
    );
  });
}

type ReasonProps = {
  readonly excluded: Coverage["excluded"][number];
  readonly unit: Coverage["population"]["unit"];
  readonly question: Question | null;
  readonly metric: string | null;
};

function Reason({ excluded, unit, question, metric }: ReasonProps) {
  const [detailed, setDetailed] = useState(false);
  const words = reasonWords(excluded, unit);
  return (
    <div className="px-3 py-2.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="font-medium text-sm">{words.title}</span>
        <span className="font-semibold text-sm tabular-nums">{excluded.count.toLocaleString("en-GB")}</span>
      </p>
      <p className="mt-0.5 text-sm text-text-2">{words.text}</p>
      {detailed && question !== null && metric !== null ? (
        <CoverageNames excluded={excluded} question={question} metric={metric} />
      ) : (
        <>
          <ShortNames excluded={excluded} />
          {question !== null && metric !== null && (
            <Button
              variant="ghost"
              size="sm"
              className="-ml-2.5 mt-1"
              onClick={() => {
                setDetailed(true);
              }}
            >
              Since when, and who can help
            </Button>
          )}
        </>
      )}
    </div>
  );
}

function ShortNames({ excluded: { names, more } }: Pick<ReasonProps, "excluded">) {
  if (names.length === 0) return null;
  return (
    <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
      {names.map((name) => (
        <li key={name.id}>
          <UnitName id={name.id} name={name.name} />
        </li>
      ))}
      {more > 0 && <li className="text-text-3">and {more.toLocaleString("en-GB")} more</li>}
    </ul>
  );
}
