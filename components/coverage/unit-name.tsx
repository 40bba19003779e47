import Link from "next/link";

/** An account leads to its page; an instance has none. */
export function UnitName({ id, name }: { readonly id: string; readonly name: string }) {
  if (!id.startsWith("acc_")) return <span>{name}</span>;
  return (
    <Link href={`/customers/${id}`} className="text-accent hover:underline">
      {name}
    </Link>
  );
}
