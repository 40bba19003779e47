import { Select } from "#components/ui/select.tsx";
import { ROLE_LABELS, ROLE_TEXTS } from "#lib/access/model.ts";
import { ROLES, type Role } from "#lib/access/permission.ts";

type RoleSelectProps = {
  readonly value: Role;
  readonly onChange: (role: Role) => void;
  readonly size?: "sm" | "md";
  readonly id?: string;
  readonly label?: string;
};

const OPTIONS = ROLES.map((role) => ({ value: role, label: ROLE_LABELS[role], hint: ROLE_TEXTS[role] }));

export function RoleSelect({ label, ...rest }: RoleSelectProps) {
  return <Select options={OPTIONS} {...(label === undefined ? {} : { "aria-label": label })} {...rest} />;
}
