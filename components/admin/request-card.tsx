import type { Answer } from "#components/admin/decide-dialog.tsx";
import { RequestState } from "#components/admin/request-state.tsx";
import { RoleBadge } from "#components/admin/role-badge.tsx";
import { whenText } from "#components/admin/when.ts";
import { Button } from "#components/ui/button.tsx";
import { PERMISSION_TEXTS } from "#lib/access/model.ts";
import type { AccessRequest } from "#lib/access-requests/contract.ts";

type RequestCardProps = {
  readonly request: AccessRequest;
  readonly isOwn: boolean;
  readonly onDecide: (answer: Answer) => void;
};

export function RequestCard({ request, isOwn, onDecide }: RequestCardProps) {
  const { person, permission, role, reason, state, createdAt } = request;
  return (
    <article aria-label={`Request of ${person.name}`} className="tile flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
      <div className="min-w-64 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{person.name}</span>
          <span className="text-sm text-text-2">asks to become</span>
          <RoleBadge role={role} />
          <RequestState state={state} />
        </p>
        <p className="mt-0.5 text-text-2 text-xs">
          {person.email} · <time dateTime={createdAt}>{whenText(createdAt)}</time>
          {permission !== null && ` · wanted to ${PERMISSION_TEXTS[permission]}`}
        </p>
        <p className="mt-2 max-w-3xl whitespace-pre-line break-words text-base">{reason}</p>
        <Decided request={request} />
      </div>
      {state === "open" && <Answers person={person.name} isOwn={isOwn} onDecide={onDecide} />}
    </article>
  );
}

type AnswersProps = { readonly person: string; readonly isOwn: boolean; readonly onDecide: (answer: Answer) => void };

function Answers({ person, isOwn, onDecide }: AnswersProps) {
  if (isOwn) return <p className="max-w-56 text-sm text-text-2">Yours: another Admin decides it.</p>;
  return (
    <div className="flex gap-2">
      <Button
        size="sm"
        aria-label={`Decline the request of ${person}`}
        onClick={() => {
          onDecide("declined");
        }}
      >
        Decline
      </Button>
      <Button
        size="sm"
        variant="primary"
        aria-label={`Approve the request of ${person}`}
        onClick={() => {
          onDecide("approved");
        }}
      >
        Approve
      </Button>
    </div>
  );
}

/** Who answered, when and with which words; nothing while it waits. */
export function Decided({ request: { decidedBy, decidedAt, note, state } }: { readonly request: AccessRequest }) {
  if (decidedAt === null) return null;
  return (
    <p className="mt-2 border-t pt-2 text-sm text-text-2">
      {state === "approved" ? "Approved" : "Declined"} by {decidedBy},{" "}
      <time dateTime={decidedAt}>{whenText(decidedAt)}</time>
      {note !== null && <span className="block whitespace-pre-line break-words text-text">“{note}”</span>}
    </p>
  );
}
