import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { LookFields } from "#components/explore/look-fields.tsx";
import { newerVersion, titleError, usageWords } from "#components/explore/look-name.ts";
import { settleLook, updateLook } from "#components/explore/queries.ts";
import { useDraft } from "#components/explore/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Look, Vis } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

type UpdateLookDialogProps = {
  readonly look: Look;
  readonly question: Question;
  readonly vis: Vis;
  readonly onSaved: (look: Look) => void;
  readonly onClose: () => void;
};

/** Changes a Look wherever it stands, after saying where that is. */
export function UpdateLookDialog({ look, question, vis, onSaved, onClose }: UpdateLookDialogProps) {
  const client = useQueryClient();
  const title = useDraft(`${look.id}.title`, look.title);
  const description = useDraft(`${look.id}.description`, look.description);
  function close(): void {
    title.forget();
    description.forget();
    onClose();
  }
  const save = useMutation({
    mutationFn: (version: string) =>
      updateLook(look.id, version, { title: title.text, description: description.text, question, vis }),
    onSuccess: (saved) => {
      title.forget();
      description.forget();
      settleLook(client, saved);
      toast.success(`Saved “${saved.title}”`);
      onSaved(saved);
    },
  });
  const wrongTitle = title.text.trim() === "" ? "Give it a title" : titleError(save.error);
  return (
    <Dialog
      open
      size="sm"
      title="Save changes to this Look"
      onOpenChange={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" form="update-look" type="submit" busy={save.isPending}>
            Save changes
          </Button>
        </>
      }
    >
      <form
        id="update-look"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.text.trim() !== "") save.mutate(look.version);
        }}
      >
        <UsageNotice look={look} />
        <LookFields title={title} description={description} error={wrongTitle} />
        <Refusal error={wrongTitle === null ? save.error : null} onOverwrite={save.mutate} />
      </form>
    </Dialog>
  );
}

function UsageNotice({ look }: { readonly look: Look }) {
  const usage = usageWords(look.usedIn, look.alsoUsedIn);
  if (usage === null) return null;
  return <Notice kind="warn">This Look is {usage}. It changes there too.</Notice>;
}

type RefusalProps = { readonly error: Error | null; readonly onOverwrite: (version: string) => void };

function Refusal({ error, onOverwrite }: RefusalProps) {
  if (error === null) return null;
  const version = newerVersion(error);
  if (version === null) return <Notice kind="bad">{error.message}</Notice>;
  return (
    <Notice
      kind="bad"
      action={
        <Button
          size="sm"
          onClick={() => {
            onOverwrite(version);
          }}
        >
          Save mine over it
        </Button>
      }
    >
      Somebody saved version {version} of this Look after you opened it. Your text is kept: save yours over it, or
      cancel and open the Look again to see theirs.
    </Notice>
  );
}
