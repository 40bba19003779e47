"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { z } from "zod";
import { ConflictNotice } from "#components/admin/conflict-notice.tsx";
import { NoteField } from "#components/admin/note-field.tsx";
import { setRole } from "#components/admin/queries.ts";
import { RoleSelect } from "#components/admin/role-select.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ROLE_LABELS, ROLE_TEXTS } from "#lib/access/model.ts";
import type { Role } from "#lib/access/permission.ts";
import { CallError } from "#lib/http/call.ts";
import { Person } from "#lib/people/contract.ts";

const Conflict = z.object({ current: Person });

/** The person as somebody else has left them meanwhile; null for any other refusal. */
function currentOf(error: Error | null): Person | null {
  if (!(error instanceof CallError) || error.problem.code !== "stale_version") return null;
  return Conflict.safeParse(error.problem.details).data?.current ?? null;
}

type RoleDialogProps = { readonly person: Person; readonly role: Role; readonly onClose: () => void };

function useRoleChange({ person, onClose }: RoleDialogProps, role: Role, reason: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (version: string) => setRole({ id: person.id, version, role, reason }),
    onSuccess: (changed) => {
      toast.success(`${changed.name} is ${ROLE_LABELS[changed.role]} from the next request on`);
      void client.invalidateQueries({ queryKey: ["people"] });
      onClose();
    },
  });
}

export function RoleDialog(props: RoleDialogProps) {
  const { person, onClose } = props;
  const [role, setPicked] = useState(props.role);
  const [reason, setReason] = useState("");
  const saving = useRoleChange(props, role, reason);
  const current = currentOf(saving.error);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="sm"
      title={`Change the role of ${person.name}`}
      description={`Now: ${person.why}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form="change-role"
            variant={role === "viewer" ? "danger" : "primary"}
            busy={saving.isPending}
          >
            {current === null ? `Make ${ROLE_LABELS[role]}` : "Save mine over it"}
          </Button>
        </>
      }
    >
      <form
        id="change-role"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          saving.mutate(current?.version ?? person.version);
        }}
      >
        <Field label="Role" hint={ROLE_TEXTS[role]}>
          {({ id }) => <RoleSelect id={id} value={role} onChange={setPicked} />}
        </Field>
        <NoteField
          label="Reason"
          hint="Stands in the audit, for whoever asks later."
          autoFocus
          minLength={3}
          maxLength={500}
          value={reason}
          onChange={setReason}
        />
        {current !== null && (
          <ConflictNotice
            what={`${person.name} was changed while you were deciding.`}
            theirs={current.why}
            yours={`${ROLE_LABELS[role]}: ${reason}`}
          />
        )}
        {saving.error !== null && current === null && <Notice kind="bad">{saving.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
