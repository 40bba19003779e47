"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { NoteField } from "#components/admin/note-field.tsx";
import { decideRequest } from "#components/admin/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ROLE_LABELS, ROLE_TEXTS } from "#lib/access/model.ts";
import type { AccessRequest } from "#lib/access-requests/contract.ts";
import { CallError } from "#lib/http/call.ts";

export type Answer = "approved" | "declined";

type DecideDialogProps = { readonly request: AccessRequest; readonly answer: Answer; readonly onClose: () => void };

function useDecision({ request, answer, onClose }: DecideDialogProps, note: string) {
  const { id, version, person, role } = request;
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: ["access-requests"] });
  return useMutation({
    mutationFn: () => decideRequest({ id, version, decision: answer, note }),
    onSuccess: () => {
      toast.success(answer === "approved" ? `${person.name} is ${ROLE_LABELS[role]} now` : "Declined, with your note");
      void refresh();
      onClose();
    },
    onError: () => void refresh(),
  });
}

/** Somebody else has decided it meanwhile. */
function isLate(error: Error | null): boolean {
  return error instanceof CallError && error.problem.code === "stale_version";
}

export function DecideDialog(props: DecideDialogProps) {
  const { request, answer, onClose } = props;
  const { person, role } = request;
  const [note, setNote] = useState("");
  const deciding = useDecision(props, note);
  const approves = answer === "approved";
  const late = isLate(deciding.error);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={approves ? `Make ${person.name} ${ROLE_LABELS[role]}?` : `Decline the request of ${person.name}?`}
      description={
        approves ? ROLE_TEXTS[role] : `${person.name} stays ${ROLE_LABELS[person.role]} and reads your note.`
      }
      footer={
        <>
          <Button onClick={onClose}>{late ? "Close" : "Cancel"}</Button>
          {!late && (
            <Button type="submit" form="decide" variant="primary" busy={deciding.isPending}>
              {approves ? "Approve" : "Decline"}
            </Button>
          )}
        </>
      }
    >
      <form
        id="decide"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          deciding.mutate();
        }}
      >
        <blockquote className="border-l-2 pl-3 text-sm text-text-2">{request.reason}</blockquote>
        <NoteField
          label={`Note to ${person.name}`}
          hint={approves ? "" : "Say what would help instead."}
          autoFocus
          minLength={approves ? 0 : 1}
          maxLength={500}
          value={note}
          onChange={setNote}
        />
        {deciding.error !== null && <Notice kind={late ? "warn" : "bad"}>{deciding.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
