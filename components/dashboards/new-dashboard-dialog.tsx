"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { createDashboard } from "#components/dashboards/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

/** Makes a personal dashboard and opens it. */
export function NewDashboardButton() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        onClick={() => {
          setOpen(true);
        }}
      >
        <Plus aria-hidden />
        New dashboard
      </Button>
      <NewDashboardDialog open={open} onOpenChange={setOpen} />
    </>
  );
}

type DialogProps = { readonly open: boolean; readonly onOpenChange: (open: boolean) => void };

function NewDashboardDialog({ open, onOpenChange }: DialogProps) {
  const [title, setTitle] = useState("");
  const [description, setDescription] = useState("");
  const router = useRouter();
  const client = useQueryClient();
  const creation = useMutation({
    mutationFn: () => createDashboard(title, description),
    onSuccess: (made) => {
      void client.invalidateQueries({ queryKey: ["dashboards", "list"] });
      router.push(`/dashboards/${made.slug}`);
    },
  });
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="New dashboard"
      description="It is yours alone: nobody else sees it."
      footer={
        <>
          <Button
            onClick={() => {
              onOpenChange(false);
            }}
          >
            Cancel
          </Button>
          <Button
            type="submit"
            form="new-dashboard"
            variant="primary"
            busy={creation.isPending}
            disabled={title.trim() === ""}
          >
            Create
          </Button>
        </>
      }
    >
      <form
        id="new-dashboard"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          creation.mutate();
        }}
      >
        <Field label="Title">
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={title}
              onChange={(event) => {
                setTitle(event.target.value);
              }}
            />
          )}
        </Field>
        <Field label="Description" optional>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={1000}
              value={description}
              onChange={(event) => {
                setDescription(event.target.value);
              }}
            />
          )}
        </Field>
        {creation.error !== null && <Notice kind="bad">{creation.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
