import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { LookFields } from "#components/explore/look-fields.tsx";
import { titleError } from "#components/explore/look-name.ts";
import { createLook, settleLook } from "#components/explore/queries.ts";
import { useDraft } from "#components/explore/use-draft.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Look, Vis } from "#lib/looks/contract.ts";
import type { Question } from "#lib/semantic/question.ts";

type SaveLookDialogProps = {
  readonly question: Question;
  readonly vis: Vis;
  readonly firstTitle: string;
  readonly firstDescription: string;
  readonly onSaved: (look: Look) => void;
  readonly onClose: () => void;
};

/** Saves the question on the page as a new Look. */
export function SaveLookDialog({ question, vis, firstTitle, firstDescription, onSaved, onClose }: SaveLookDialogProps) {
  const client = useQueryClient();
  const title = useDraft("save-look.title", firstTitle);
  const description = useDraft("save-look.description", firstDescription);
  const save = useMutation({
    mutationFn: () => createLook({ title: title.text, description: description.text, question, vis }),
    onSuccess: (look) => {
      title.forget();
      description.forget();
      settleLook(client, look);
      toast.success(`Saved “${look.title}”`);
      onSaved(look);
    },
  });
  const wrongTitle = title.text.trim() === "" ? "Give it a title" : titleError(save.error);
  function close(): void {
    title.forget();
    description.forget();
    onClose();
  }
  return (
    <Dialog
      open
      size="sm"
      title="Save as a Look"
      description="A Look keeps the question, not the figures: it is asked anew whenever it is opened."
      onOpenChange={close}
      footer={
        <>
          <Button variant="ghost" onClick={close}>
            Cancel
          </Button>
          <Button variant="primary" form="save-look" type="submit" busy={save.isPending}>
            Save Look
          </Button>
        </>
      }
    >
      <form
        id="save-look"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.text.trim() !== "") save.mutate();
        }}
      >
        <LookFields title={title} description={description} error={wrongTitle} />
        {save.error !== null && wrongTitle === null && <Notice kind="bad">{save.error.message}</Notice>}
      </form>
    </Dialog>
  );
}
