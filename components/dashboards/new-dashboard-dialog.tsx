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

const FORM = "new-dashboard";

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
  const footer = (
    <>
      <Button
        onClick={() => {
          onOpenChange(false);
        }}
      >
        Cancel
      </Button>
      <Button type="submit" form={FORM} variant="primary" busy={creation.isPending} disabled={title.trim() === ""}>
        Create
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="sm"
      title="New dashboard"
      description="It is yours alone: nobody else sees it."
      footer={footer}
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          creation.mutate();
        }}
      >
        <Words title={title} onTitle={setTitle} description={description} onDescription={setDescription} />
        {creation.error !== null && <Notice kind="bad">{creation.error.message}</Notice>}
      </form>
    </Dialog>
  );
}

type WordsProps = {
  readonly title: string;
  readonly onTitle: (title: string) => void;
  readonly description: string;
  readonly onDescription: (description: string) => void;
};

function Words({ title, onTitle, description, onDescription }: WordsProps) {
  return (
    <>
      <Field label="Title">
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={120}
            value={title}
            onChange={(event) => {
              onTitle(event.target.value);
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
              onDescription(event.target.value);
            }}
          />
        )}
      </Field>
    </>
  );
}
