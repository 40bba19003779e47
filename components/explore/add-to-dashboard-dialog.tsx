import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { addTile, createDashboard, dashboardsOptions } from "#components/dashboards/queries.ts";
import { readDashboard } from "#components/explore/queries.ts";
import { type Draft, useDraft } from "#components/explore/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Dashboard } from "#lib/dashboards/contract.ts";
import type { Look } from "#lib/looks/contract.ts";

type AddToDashboardDialogProps = { readonly look: Look; readonly onClose: () => void };

const NEW = "new";

/** Puts a Look on a dashboard of one's own, one that is there or a new one. */
export function AddToDashboardDialog({ look, onClose }: AddToDashboardDialogProps) {
  const list = useQuery(dashboardsOptions(""));
  const mine = (list.data?.items ?? []).filter((dashboard) => dashboard.personal && !dashboard.shipped);
  const [picked, setPicked] = useState<string | null>(null);
  const slug = picked ?? mine[0]?.slug ?? NEW;
  const title = useDraft("add-to-dashboard.title", "");
  const add = useAddTile(look, title, { onCreated: setPicked, onDone: onClose });
  return (
    <Dialog
      open
      size="sm"
      title="Add to a dashboard"
      description={`“${look.title}” stands there by reference: edit the Look once and every dashboard shows it.`}
      onOpenChange={onClose}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="add-to-dashboard"
            busy={add.isPending}
            disabled={list.isPending || (slug === NEW && title.text.trim() === "")}
          >
            Add
          </Button>
        </>
      }
    >
      <form
        id="add-to-dashboard"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate(slug);
        }}
      >
        {list.isPending ? (
          <Skeleton className="h-9" />
        ) : (
          <Target dashboards={mine} slug={slug} title={title} onPick={setPicked} />
        )}
        {add.error !== null && <Notice kind="bad">{add.error.message}</Notice>}
      </form>
    </Dialog>
  );
}

type Hooks = { readonly onCreated: (slug: string) => void; readonly onDone: () => void };

/** Makes the dashboard first where it is new; a second try then uses the one already made. */
function useAddTile(look: Look, title: Draft, { onCreated, onDone }: Hooks) {
  const client = useQueryClient();
  const router = useRouter();
  return useMutation({
    mutationFn: async (slug: string): Promise<Dashboard> => {
      const target = slug === NEW ? await createDashboard(title.text, "") : await readDashboard(slug);
      onCreated(target.slug);
      return addTile(target.slug, target.version, look.id);
    },
    onError: () => client.invalidateQueries({ queryKey: ["dashboards", "list"] }),
    onSuccess: (dashboard) => {
      title.forget();
      void client.invalidateQueries({ queryKey: ["dashboards"] });
      void client.invalidateQueries({ queryKey: ["looks", look.id] });
      const open = (): void => {
        router.push(`/dashboards/${dashboard.slug}`);
      };
      toast.success(`“${look.title}” is on “${dashboard.title}”`, { action: { label: "Open", onClick: open } });
      onDone();
    },
  });
}

type TargetProps = {
  readonly dashboards: readonly { readonly slug: string; readonly title: string }[];
  readonly slug: string;
  readonly title: Draft;
  readonly onPick: (slug: string) => void;
};

function Target({ dashboards, slug, title, onPick }: TargetProps) {
  const newTitle = slug === NEW ? <NewTitle title={title.text} onTitle={title.set} /> : null;
  if (dashboards.length === 0) return newTitle;
  const options = [
    ...dashboards.map((dashboard) => ({ value: dashboard.slug, label: dashboard.title })),
    { value: NEW, label: "New dashboard…" },
  ];
  return (
    <>
      <Field label="Dashboard">
        {(control) => <Select {...control} className="w-full" value={slug} options={options} onChange={onPick} />}
      </Field>
      {newTitle}
    </>
  );
}

function NewTitle({ title, onTitle }: { readonly title: string; readonly onTitle: (title: string) => void }) {
  return (
    <Field label="Title of the new dashboard" hint="Only you see it.">
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
  );
}
