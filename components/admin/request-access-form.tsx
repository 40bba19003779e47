"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { NoteField } from "#components/admin/note-field.tsx";
import { askForAccess } from "#components/admin/queries.ts";
import { useDraft } from "#components/admin/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { ROLE_LABELS, ROLE_TEXTS } from "#lib/access/model.ts";
import type { Permission, Role } from "#lib/access/permission.ts";

const SHORTEST_REASON = 10;

type RequestAccessFormProps = {
  readonly held: Role;
  readonly permission: Permission | null;
  readonly wanted: Role | null;
};

/** What is written stays in the tab until it is sent, through errors, reloads and signing in again. */
export function RequestAccessForm({ held, permission, wanted }: RequestAccessFormProps) {
  const offered = held === "viewer" ? (["creator", "admin"] as const) : (["admin"] as const);
  const [role, setRole] = useState<Role>(offered.find((each) => each === wanted) ?? offered[0]);
  const [reason, setReason] = useDraft("request-access");
  const client = useQueryClient();
  const asking = useMutation({
    mutationFn: () => askForAccess({ permission, role, reason }),
    onSuccess: () => {
      toast.success("Your request is with the Admins");
      setReason("");
      void client.invalidateQueries({ queryKey: ["access-requests"] });
    },
  });
  return (
    <form
      aria-label="Request access"
      className="tile flex flex-col gap-4 p-4"
      onSubmit={(event) => {
        event.preventDefault();
        asking.mutate();
      }}
    >
      <div className="flex flex-col gap-1.5">
        <p className="font-medium text-sm">Role</p>
        <Segmented
          label="Role asked for"
          value={role}
          onChange={setRole}
          options={offered.map((each) => ({ value: each, label: ROLE_LABELS[each] }))}
          className="self-start"
        />
        <p className="text-text-2 text-xs">{ROLE_TEXTS[role]}</p>
      </div>
      <NoteField
        label="What do you need it for?"
        hint="A sentence is enough; it stands in the audit."
        rows={4}
        minLength={SHORTEST_REASON}
        maxLength={1000}
        value={reason}
        onChange={setReason}
      />
      {asking.error !== null && <Notice kind="bad">{asking.error.message}</Notice>}
      <Button
        type="submit"
        variant="primary"
        className="self-start"
        busy={asking.isPending}
        disabled={reason.trim().length < SHORTEST_REASON}
      >
        Send request
      </Button>
    </form>
  );
}
