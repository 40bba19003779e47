import { catalogueOf } from "#components/explore/catalogue.ts";
import { toggleField } from "#components/explore/edit.ts";
import { exploreHref } from "#components/explore/url.ts";
import type { Field } from "#lib/explore/contract.ts";
import { EMPTY_QUESTION } from "#lib/semantic/question.ts";

/** The address of an Explore that shows one metric, with the dates and the grain it is usually read by. */
export function metricHref(metric: Field, fields: readonly Field[]): string {
  return exploreHref(toggleField(EMPTY_QUESTION, metric, catalogueOf(fields)).question, null, null);
}
