import { Notice } from "#components/ui/notice.tsx";

type ConflictNoticeProps = { readonly what: string; readonly theirs: string; readonly yours: string };

/** Two people changed the same thing: both versions side by side, and nothing is lost. */
export function ConflictNotice({ what, theirs, yours }: ConflictNoticeProps) {
  return (
    <Notice kind="warn">
      <p className="font-medium">{what} Nothing of yours was lost, and nothing was saved yet.</p>
      <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-3 gap-y-1">
        <dt className="text-text-2">Now</dt>
        <dd className="break-words">{theirs}</dd>
        <dt className="text-text-2">Yours</dt>
        <dd className="break-words">{yours}</dd>
      </dl>
    </Notice>
  );
}
