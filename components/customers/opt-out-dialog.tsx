"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { OptOutConflict } from "#components/customers/opt-out-conflict.tsx";
import { OptOutFields } from "#components/customers/opt-out-fields.tsx";
import { checkDraft, emptyDraft, type OptOutDraft } from "#components/customers/opt-out-form.ts";
import { recordOptOut } from "#components/customers/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { TIER_LABELS } from "#lib/consent/model.ts";
import type { CustomerDetail, InstanceDetail, OptOut } from "#lib/customers/contract.ts";
import { CallError } from "#lib/http/call.ts";

type OptOutDialogProps = {
  /** As it is now, which may be newer than what the Admin saw when the dialog opened. */
  readonly instance: InstanceDetail;
  readonly detail: CustomerDetail;
  readonly onClose: () => void;
};

export function OptOutDialog(props: OptOutDialogProps) {
  const { instance, detail, onClose } = props;
  const form = useOptOut(instance, detail.clocks.consent);
  if (form.recorded !== undefined) return <Recorded {...form.recorded} detail={detail} onClose={onClose} />;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Record an opt-out"
      description={`${detail.customer.name}, ${instance.name}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form="opt-out" busy={form.busy} disabled={form.stale}>
            Record opt-out
          </Button>
        </>
      }
    >
      <form
        id="opt-out"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          form.submit();
        }}
      >
        {form.stale && <OptOutConflict seen={form.seen} current={instance} onAccept={form.accept} />}
        {form.refusal !== null && (
          <Notice kind="bad" className="mb-4">
            {form.refusal}
          </Notice>
        )}
        <OptOutFields draft={form.draft} faults={form.faults} onChange={form.setDraft} />
      </form>
    </Dialog>
  );
}

/** The draft, its faults once somebody tried to send it, and what came of sending it. */
function useOptOut(instance: InstanceDetail, today: string) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<OptOutDraft>(() => emptyDraft(today));
  const [seen, setSeen] = useState(instance);
  const [tried, setTried] = useState(false);
  const { body, faults } = checkDraft(draft, instance.instanceNo);
  const save = useMutation({
    mutationFn: (sent: NonNullable<typeof body>) => recordOptOut(sent, seen.version),
    onSettled: () => {
      void client.invalidateQueries();
    },
  });
  const stale = save.error instanceof CallError && save.error.problem.code === "stale_version";
  return {
    draft,
    setDraft,
    seen,
    stale,
    busy: save.isPending,
    faults: tried ? (faults ?? {}) : {},
    refusal: stale ? null : (save.error?.message ?? null),
    recorded: save.data,
    submit: () => {
      setTried(true);
      if (body !== null) save.mutate(body);
    },
    /** Goes on from the version that is there now. */
    accept: () => {
      setSeen(instance);
      save.reset();
    },
  };
}

type RecordedProps = {
  readonly optOut: OptOut;
  readonly instance: InstanceDetail;
  readonly detail: CustomerDetail;
  readonly onClose: () => void;
};

/** Says what is different now, and from when. */
function Recorded({ optOut, instance, detail, onClose }: RecordedProps) {
  const started = optOut.effectiveOn <= detail.clocks.consent;
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title="Opt-out recorded"
      size="sm"
      footer={
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      }
    >
      <p role="status" className="text-base">
        From {optOut.effectiveOn}, {instance.name} of {detail.customer.name} shares at most{" "}
        <strong className="font-semibold">{TIER_LABELS[optOut.level]}</strong>.
      </p>
      <p className="mt-2 text-sm text-text-2">
        {started
          ? "Everybody’s next request obeys it: figures shrink, and say so under “opted out”."
          : "Until that day nothing changes; on that day it takes effect by itself."}{" "}
        {optOut.history === "hide" ? "Earlier days are hidden with it." : "Earlier days stay visible."}
      </p>
    </Dialog>
  );
}
