import { ChevronDown, Copy, LayoutDashboard, Save, SaveAll } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { AddToDashboardDialog } from "#components/explore/add-to-dashboard-dialog.tsx";
import { defaultVis } from "#components/explore/default-vis.ts";
import { suggestedTitle } from "#components/explore/look-name.ts";
import { SaveLookDialog } from "#components/explore/save-look-dialog.tsx";
import { UpdateLookDialog } from "#components/explore/update-look-dialog.tsx";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";
import { DropdownMenu, DropdownMenuItem, DropdownMenuSeparator } from "#components/ui/dropdown-menu.tsx";
import type { Look, Vis } from "#lib/looks/contract.ts";

type Step = "save" | "update" | "save_to_add" | "add";

/** Keep the question: as a Look, in the Look it came from, on a dashboard, as a link. */
export function SaveMenu({ explorer }: { readonly explorer: Explorer }) {
  const [step, setStep] = useState<Step | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const { look, edited, runnable, filters } = explorer;
  const saved = look !== null && !edited;
  const savable = runnable && filters.unfinished.length === 0;
  // The menu gives the focus back to its button as it closes; a dialog opened sooner would lose it, and
  // when the dialog closes it is this button that the person came from.
  const pick = (next: Step) => () => {
    setTimeout(setStep, 50, next);
  };
  function onStep(next: Step | null): void {
    setStep(next);
    if (next === null) setTimeout(() => button.current?.focus(), 50);
  }
  return (
    <>
      <DropdownMenu
        trigger={
          <Button ref={button} size="sm">
            Save <ChevronDown aria-hidden />
          </Button>
        }
      >
        {look?.abilities.edit === true && (
          <DropdownMenuItem icon={<Save />} disabled={!savable} onSelect={pick("update")}>
            Save changes to this Look…
          </DropdownMenuItem>
        )}
        <DropdownMenuItem icon={<SaveAll />} disabled={!savable} onSelect={pick("save")}>
          Save as a Look…
        </DropdownMenuItem>
        <DropdownMenuItem icon={<LayoutDashboard />} disabled={!savable} onSelect={pick(saved ? "add" : "save_to_add")}>
          Add to a dashboard…
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<Copy />} onSelect={() => void copyLink()}>
          Copy link
        </DropdownMenuItem>
      </DropdownMenu>
      <StepDialog explorer={explorer} step={step} onStep={onStep} />
    </>
  );
}

type StepDialogProps = {
  readonly explorer: Explorer;
  readonly step: Step | null;
  readonly onStep: (step: Step | null) => void;
};

function StepDialog({ explorer, step, onStep }: StepDialogProps) {
  const { look, question, catalogue } = explorer;
  const vis = visOf(explorer);
  const close = (): void => {
    onStep(null);
  };
  const openThen = (next: Step | null) => (saved: Look) => {
    explorer.open(saved);
    onStep(next);
  };
  if (step === "add") return look === null ? null : <AddToDashboardDialog look={look} onClose={close} />;
  if (step === "update") {
    if (look === null) return null;
    return <UpdateLookDialog look={look} question={question} vis={vis} onClose={close} onSaved={openThen(null)} />;
  }
  if (step === null) return null;
  return (
    <SaveLookDialog
      question={question}
      vis={vis}
      firstTitle={look === null ? suggestedTitle(question, catalogue) : `${look.title} (copy)`.slice(0, 120)}
      firstDescription={look?.description ?? ""}
      onClose={close}
      onSaved={openThen(step === "save_to_add" ? "add" : null)}
    />
  );
}

/** The drawing to keep: the chosen one, the one that suits the answer, or a table. */
function visOf({ state, run }: Explorer): Vis {
  if (state.vis !== null) return state.vis;
  return run.last === null ? { type: "table", horizontal: false, target: null } : defaultVis(run.last.answer);
}

async function copyLink(): Promise<void> {
  await navigator.clipboard.writeText(window.location.href);
  toast.success("Link copied");
}
