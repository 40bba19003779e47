import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from "react";

const LEAST = 220;
const MOST = 420;
const USUAL = 288;
const STEP = 16;

/** The field picker's column; its edge is dragged, or moved by the arrow keys. */
export function PickerPanel({ children }: { readonly children: ReactNode }) {
  const [width, setWidth] = useState(USUAL);
  const resize = (next: number): void => {
    setWidth(Math.min(MOST, Math.max(LEAST, Math.round(next))));
  };
  function onPointerMove(event: PointerEvent<HTMLDivElement>): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const left = event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0;
    resize(event.clientX - left);
  }
  function onKeyDown(event: KeyboardEvent<HTMLDivElement>): void {
    if (event.key === "ArrowLeft") resize(width - STEP);
    else if (event.key === "ArrowRight") resize(width + STEP);
  }
  return (
    <aside
      aria-label="Fields"
      style={{ width }}
      className="sticky top-16 hidden h-[calc(100dvh-5rem)] shrink-0 self-start rounded-lg border bg-surface lg:block"
    >
      {children}
      <div
        role="separator"
        tabIndex={0}
        aria-label="Width of the field picker"
        aria-orientation="vertical"
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        aria-valuenow={width}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
        className="absolute inset-y-2 -right-2.5 w-2 cursor-col-resize rounded-full transition-colors hover:bg-accent/40 active:bg-accent/60"
      />
    </aside>
  );
}
