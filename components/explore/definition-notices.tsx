import { metricsOf } from "#components/explore/catalogue.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Metrics that the question holds to an older version of their definition, with the way to the one in force. */
export function DefinitionNotices({ explorer }: { readonly explorer: Explorer }) {
  const { question, catalogue, edit } = explorer;
  return metricsOf(question, catalogue).map(({ id, label, metric }) => {
    const kept = question.versions[id];
    if (kept === undefined || metric === null || kept >= metric.version) return null;
    return (
      <Notice
        key={id}
        kind="info"
        action={
          <Button
            size="sm"
            onClick={() => {
              const { [id]: _, ...versions } = question.versions;
              edit({ ...question, versions });
            }}
          >
            Use version {metric.version}
          </Button>
        }
      >
        {label} is counted by version {kept} of its definition, as when this was saved.
      </Notice>
    );
  });
}
