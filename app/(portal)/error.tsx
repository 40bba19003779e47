"use client";

import { PageFailure } from "#components/shell/page-failure.tsx";

export default PageFailure;
