import type { ReactNode } from "react";

type PageHeaderProps = {
  readonly title: ReactNode;
  readonly description?: ReactNode;
  /** Above the title: where this page hangs. */
  readonly eyebrow?: ReactNode;
  /** Beside the title: badges, a heart. */
  readonly aside?: ReactNode;
  /** Buttons at the right end. */
  readonly actions?: ReactNode;
};

export function PageHeader({ title, description, eyebrow, aside, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3 pb-5">
      <div className="min-w-0 max-w-3xl">
        {eyebrow !== undefined && <div className="mb-1 text-sm text-text-2">{eyebrow}</div>}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-balance font-semibold text-xl tracking-[-0.01em]">{title}</h1>
          {aside}
        </div>
        {description !== undefined && <div className="mt-1 text-base text-text-2">{description}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

/** The page's own padding and width; every page stands in one. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className="mx-auto w-full max-w-[1440px] px-4 py-5 md:px-6 md:py-6">{children}</div>;
}
