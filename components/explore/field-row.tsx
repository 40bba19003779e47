import { Columns3, Info, ListFilter } from "lucide-react";
import { HoverCard } from "radix-ui";
import { useId, useRef, useState } from "react";
import { FieldCard, LEVEL_LABELS } from "#components/explore/field-card.tsx";
import { KindMark } from "#components/explore/kind-mark.tsx";
import type { PickerField } from "#components/explore/picker.ts";
import { cn } from "#components/ui/cn.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { Popover } from "#components/ui/popover.tsx";

type FieldRowProps = {
  readonly entry: PickerField;
  readonly onToggle: () => void;
  readonly onFilter: () => void;
  readonly onPivot: () => void;
};

/** A field of the picker: press to put it in or take it out; filter and definition at its end. */
export function FieldRow({ entry, onToggle, onFilter, onPivot }: FieldRowProps) {
  const { field, inUse, pivoted, refusal } = entry;
  return (
    <li
      className={cn(
        "group relative flex items-center rounded-md focus-within:bg-surface-2 hover:bg-surface-2",
        inUse && "bg-accent-soft hover:bg-accent-soft focus-within:bg-accent-soft",
      )}
    >
      <ToggleButton entry={entry} onToggle={onToggle} />
      <span
        className={cn(
          "absolute right-0 flex rounded-md bg-inherit opacity-0 focus-within:opacity-100 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:static pointer-coarse:opacity-100",
          (entry.filtered || pivoted) && "opacity-100",
        )}
      >
        <Actions entry={entry} onFilter={onFilter} onPivot={onPivot} />
        <Popover
          label={`About ${field.label}`}
          side="right"
          trigger={
            <button
              type="button"
              aria-label={`About ${field.label}`}
              className="inline-flex h-8 w-7 items-center justify-center rounded-md text-text-2 hover:text-text pointer-coarse:size-11"
            >
              <Info aria-hidden className="size-4" />
            </button>
          }
        >
          <FieldCard field={field} refusal={refusal} />
        </Popover>
      </span>
    </li>
  );
}

/** Pivot and filter, where the field can do that in this question. */
function Actions({ entry, onFilter, onPivot }: Omit<FieldRowProps, "onToggle">) {
  const { field, inUse, pivoted, refusal } = entry;
  const filterable = field.kind === "dimension" ? refusal === null : field.kind === "metric" && inUse;
  return (
    <>
      {inUse && field.kind !== "metric" && (
        <IconButton
          label={pivoted ? `Make ${field.label} rows again` : `Pivot by ${field.label}`}
          aria-pressed={pivoted}
          onClick={onPivot}
          className={cn("h-8 w-7", pivoted && "text-accent")}
        >
          <Columns3 aria-hidden />
        </IconButton>
      )}
      {filterable && (
        <IconButton
          label={`Filter by ${field.label}`}
          onClick={onFilter}
          className={cn("h-8 w-7", entry.filtered && "text-accent")}
        >
          <ListFilter aria-hidden />
        </IconButton>
      )}
    </>
  );
}

function ToggleButton({ entry, onToggle }: Pick<FieldRowProps, "entry" | "onToggle">) {
  const { field, inUse, refusal } = entry;
  const why = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // A click gives focus too: the card is for who rests on the field or comes by keyboard, not for who has gone on.
  const openIfThere = (wanted: boolean): void => {
    setOpen(wanted && button.current?.matches(":hover, :focus-visible") === true);
  };
  return (
    <HoverCard.Root open={open} onOpenChange={openIfThere} openDelay={700} closeDelay={80}>
      <HoverCard.Trigger asChild>
        <button
          ref={button}
          type="button"
          aria-pressed={inUse}
          aria-disabled={refusal !== null}
          aria-describedby={why}
          onClick={onToggle}
          className={cn(
            "flex h-8 min-w-0 flex-1 items-center gap-2 rounded-md pr-2 pl-2 text-left text-sm focus-visible:-outline-offset-2 pointer-coarse:h-11",
            inUse && "font-medium text-accent",
          )}
        >
          <KindMark kind={field.kind} />
          <span className={cn("min-w-0 flex-1 truncate", refusal !== null && "text-text-3 opacity-70")}>
            {field.label}
          </span>
          <LevelWord level={field.level} />
          <span id={why} className="sr-only">
            {refusal ?? field.description}
          </span>
        </button>
      </HoverCard.Trigger>
      <HoverCard.Portal>
        <HoverCard.Content
          side="right"
          align="start"
          sideOffset={10}
          collisionPadding={8}
          className="fade-in-0 z-50 w-84 max-w-[calc(100vw-1rem)] animate-in rounded-lg border bg-surface p-4 shadow-raised duration-120"
        >
          <FieldCard field={field} refusal={refusal} />
        </HoverCard.Content>
      </HoverCard.Portal>
    </HoverCard.Root>
  );
}

function LevelWord({ level }: { readonly level: keyof typeof LEVEL_LABELS }) {
  if (level === "registry") return null;
  return (
    <span className="shrink-0 text-text-3 text-xs group-focus-within:invisible group-hover:invisible pointer-coarse:visible">
      {LEVEL_LABELS[level]}
    </span>
  );
}
