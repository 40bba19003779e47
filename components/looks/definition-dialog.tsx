"use client";

import { LookDefinition } from "#components/looks/look-definition.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Look } from "#lib/looks/contract.ts";

type DefinitionDialogProps = {
  readonly look: Look;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
};

export function DefinitionDialog({ look, open, onOpenChange }: DefinitionDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={look.title} description={look.description}>
      <LookDefinition look={look} />
    </Dialog>
  );
}
