"use client";

import type { ComponentProps } from "react";
import { PageFailure } from "#components/shell/page-failure.tsx";

export default function RootError(props: ComponentProps<typeof PageFailure>) {
  return (
    <main>
      <PageFailure {...props} />
    </main>
  );
}
