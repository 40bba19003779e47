import type { ReactNode } from "react";

type TileProps = {
  readonly title: string;
  /** At the end of the head: a link to all of it. */
  readonly more?: ReactNode;
  readonly children: ReactNode;
};

export function Tile({ title, more, children }: TileProps) {
  return (
    <section aria-label={title} className="tile overflow-hidden">
      <div className="flex h-11 items-center justify-between gap-3 px-4">
        <h2 className="font-semibold text-sm">{title}</h2>
        {more}
      </div>
      {children}
    </section>
  );
}
