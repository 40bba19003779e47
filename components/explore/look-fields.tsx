import type { Draft } from "#components/explore/use-draft.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

type LookFieldsProps = {
  readonly title: Draft;
  readonly description: Draft;
  readonly error: string | null;
};

/** What a Look is called and what it is for. */
export function LookFields({ title, description, error }: LookFieldsProps) {
  return (
    <div className="flex flex-col gap-4">
      <Field label="Title" error={error}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={120}
            value={title.text}
            onChange={(event) => {
              title.set(event.target.value);
            }}
          />
        )}
      </Field>
      <Field label="Description" optional hint="What question does it answer, and for whom?">
        {(control) => (
          <Textarea
            {...control}
            maxLength={1000}
            value={description.text}
            onChange={(event) => {
              description.set(event.target.value);
            }}
          />
        )}
      </Field>
    </div>
  );
}
