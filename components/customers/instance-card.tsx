"use client";

import { useState } from "react";
import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { TierMark } from "#components/coverage/tier-mark.tsx";
import { OptOutDialog } from "#components/customers/opt-out-dialog.tsx";
import { ENVIRONMENT_WORDS, HOSTING_WORDS, spanWords } from "#components/customers/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Notice } from "#components/ui/notice.tsx";
import { TIER_LABELS } from "#lib/consent/model.ts";
import type { CustomerDetail, InstanceDetail } from "#lib/customers/contract.ts";

type InstanceCardProps = { readonly instance: InstanceDetail; readonly detail: CustomerDetail };

export function InstanceCard({ instance, detail }: InstanceCardProps) {
  const [open, setOpen] = useState(false);
  return (
    <article className="tile" aria-label={instance.name}>
      <header className="flex flex-wrap items-start justify-between gap-3 px-4 pt-3.5">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold text-base">
            {instance.name}
            <Badge kind={instance.environment === "production" ? "accent" : "neutral"}>
              {ENVIRONMENT_WORDS[instance.environment]}
            </Badge>
            <Badge>{HOSTING_WORDS[instance.hosting]}</Badge>
          </h3>
          <p className="mt-0.5 truncate font-mono text-text-3 text-xs">{instance.siteId}</p>
        </div>
        {detail.abilities.recordOptOut && (
          <Button
            size="sm"
            onClick={() => {
              setOpen(true);
            }}
          >
            Record opt-out
          </Button>
        )}
      </header>
      <div className="grid gap-x-8 gap-y-4 px-4 pt-3 pb-4 md:grid-cols-2">
        <Allowed instance={instance} />
        <Arrived instance={instance} />
      </div>
      <OptOuts instance={instance} />
      {open && (
        <OptOutDialog
          instance={instance}
          detail={detail}
          onClose={() => {
            setOpen(false);
          }}
        />
      )}
    </article>
  );
}

const HIGHEST = 3;

type CardProps = { readonly instance: InstanceDetail };

const CAPS = [
  { key: "term", label: "Term" },
  { key: "optOut", label: "Opt-out" },
  { key: "licenceTag", label: "Licence tag" },
  { key: "hosting", label: "Hosting policy" },
  { key: "consent", label: "User-level consent" },
] as const;

/** The tier, why it is not higher, and the five caps whose lowest it is. */
function Allowed({ instance }: CardProps) {
  const { caps, tier, why } = instance;
  return (
    <div>
      <p className="text-text-2 text-xs">We may see today</p>
      <TierMark tier={tier} className="mt-1 font-medium text-base" />
      {why !== null && <p className="mt-1 text-sm text-text-2">{why.text}</p>}
      <dl className="mt-3 space-y-1">
        {CAPS.map(({ key, label }) => {
          const cap = caps[key];
          const binds = cap === tier && tier < HIGHEST;
          const free = cap === HIGHEST && key !== "term";
          return (
            <div key={key} className="flex items-center gap-3 text-xs">
              <dt className={cn("w-32 shrink-0", binds ? "font-medium text-text" : "text-text-2")}>{label}</dt>
              <dd className="flex min-w-0 flex-1 items-center gap-2">
                {free ? (
                  <span className="text-text-3">No limit</span>
                ) : (
                  <>
                    <CoverageBar covered={cap} eligible={HIGHEST} />
                    <span className={binds ? "font-medium" : "text-text-2"}>{TIER_LABELS[cap]}</span>
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
    </div>
  );
}

/** What arrives, beside what is allowed: more is hidden, less is worth a word. */
function Arrived({ instance }: CardProps) {
  const { observedTier, tier, firstPing, lastPing } = instance;
  return (
    <div>
      <p className="text-text-2 text-xs">What arrives</p>
      <p className="mt-1 font-medium text-base">{observedTier === null ? "Nothing yet" : TIER_LABELS[observedTier]}</p>
      <p className="mt-1 text-sm text-text-2 tabular-nums">
        {lastPing === null ? "No ping has ever arrived." : `Pings from ${firstPing ?? "?"} to ${lastPing}.`}
      </p>
      {observedTier !== null && observedTier > tier && (
        <Notice kind="warn" className="mt-3">
          It sends more than is allowed. The extra data is hidden.
        </Notice>
      )}
      {observedTier !== null && observedTier < tier && (
        <Notice kind="info" className="mt-3">
          It sends less than was agreed. Its Customer Engineer can ask why.
        </Notice>
      )}
    </div>
  );
}

function OptOuts({ instance }: CardProps) {
  if (instance.optOuts.length === 0) return null;
  return (
    <ul className="divide-y border-t">
      {instance.optOuts.map((optOut) => (
        <li key={optOut.id} className="px-4 py-3 text-sm">
          <p className="flex flex-wrap items-center gap-2">
            <span className="font-medium">Opted out to {TIER_LABELS[optOut.level]}</span>
            <Badge>{optOut.history === "hide" ? "History hidden" : "History kept"}</Badge>
          </p>
          <p className="mt-0.5 text-text-2 tabular-nums first-letter:uppercase">
            {spanWords(optOut.effectiveOn, optOut.endsOn)}, asked for by {optOut.requester} by {optOut.channel}
            {optOut.ticket !== null && ` (${optOut.ticket})`}
          </p>
          <p className="mt-0.5 text-text-2">{optOut.reason}</p>
          <p className="mt-0.5 text-text-3 text-xs">
            Recorded by {optOut.recordedBy} on {optOut.recordedAt.slice(0, 10)}
          </p>
        </li>
      ))}
    </ul>
  );
}
