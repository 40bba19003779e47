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

export function OptOutDialog({ instance, detail, onClose }: OptOutDialogProps) {
  const client = useQueryClient();
  const [draft, setDraft] = useState<OptOutDraft>(() => emptyDraft(detail.clocks.consent));
  const [seen, setSeen] = useState(instance);
  const [tried, setTried] = useState(false);
  const checked = checkDraft(draft, instance.instanceNo);
  const save = useMutation({
    mutationFn: (body: NonNullable<typeof checked.body>) => recordOptOut(body, seen.version),
    onSettled: () => {
      void client.invalidateQueries();
    },
  });
  const stale = save.error instanceof CallError && save.error.problem.code === "stale_version";
  function submit() {
    setTried(true);
    if (checked.body !== null) save.mutate(checked.body);
  }
  if (save.data !== undefined) {
    return <Recorded optOut={save.data.optOut} instance={save.data.instance} detail={detail} onClose={onClose} />;
  }
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
          <Button variant="primary" type="submit" form="opt-out" busy={save.isPending} disabled={stale}>
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
          submit();
        }}
      >
        {stale && (
          <OptOutConflict
            seen={seen}
            current={instance}
            onAccept={() => {
              setSeen(instance);
              save.reset();
            }}
          />
        )}
        {save.error !== null && !stale && (
          <Notice kind="bad" className="mb-4">
            {save.error.message}
          </Notice>
        )}
        <OptOutFields draft={draft} faults={tried ? (checked.faults ?? {}) : {}} onChange={setDraft} />
      </form>
    </Dialog>
  );
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
