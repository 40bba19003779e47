import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/textarea.tsx";

type NoteFieldProps = {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Zero: may stay empty. */
  readonly minLength: number;
  readonly maxLength: number;
  readonly rows?: number;
  readonly autoFocus?: boolean;
};

/** A few words of a person, counted before they are sent. */
export function NoteField({ label, hint, value, onChange, minLength, autoFocus = false, ...rest }: NoteFieldProps) {
  const optional = minLength === 0;
  return (
    <Field label={label} optional={optional} {...(hint === undefined ? {} : { hint })}>
      {(control) => (
        <Textarea
          {...control}
          {...rest}
          autoFocus={autoFocus}
          required={!optional}
          {...(optional ? {} : { minLength })}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
      )}
    </Field>
  );
}
