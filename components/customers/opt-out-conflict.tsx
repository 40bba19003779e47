import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TIER_LABELS } from "#lib/consent/model.ts";
import type { InstanceDetail } from "#lib/customers/contract.ts";

type OptOutConflictProps = {
  /** What the Admin looked at, and what it has become since. */
  readonly seen: InstanceDetail;
  readonly current: InstanceDetail;
  readonly onAccept: () => void;
};

/** Somebody was faster: both versions side by side, nothing typed is lost. */
export function OptOutConflict({ seen, current, onAccept }: OptOutConflictProps) {
  const same = seen.version === current.version;
  return (
    <Notice kind="warn" className="mb-4">
      <p>Somebody changed this instance while you were writing. Your text is kept; nothing was recorded.</p>
      <table className="mt-2 w-full text-left text-sm">
        <thead>
          <tr className="text-text-2 text-xs">
            <th scope="col" className="py-1 font-medium">
              <span className="sr-only">What</span>
            </th>
            <th scope="col" className="py-1 font-medium">
              When you opened this
            </th>
            <th scope="col" className="py-1 font-medium">
              Now
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row" className="py-0.5 pr-3 font-normal text-text-2">
              Tier
            </th>
            <td className="py-0.5 pr-3">{TIER_LABELS[seen.tier]}</td>
            <td className="py-0.5">{same ? "Loading…" : TIER_LABELS[current.tier]}</td>
          </tr>
          <tr>
            <th scope="row" className="py-0.5 pr-3 font-normal text-text-2">
              Opt-outs
            </th>
            <td className="py-0.5 pr-3">{optOutWords(seen)}</td>
            <td className="py-0.5">{same ? "Loading…" : optOutWords(current)}</td>
          </tr>
        </tbody>
      </table>
      <Button size="sm" className="mt-2" disabled={same} onClick={onAccept}>
        Go on from what it is now
      </Button>
    </Notice>
  );
}

function optOutWords({ optOuts }: InstanceDetail): string {
  if (optOuts.length === 0) return "none";
  return optOuts.map(({ level, effectiveOn }) => `${TIER_LABELS[level] ?? ""} from ${effectiveOn}`).join("; ");
}
