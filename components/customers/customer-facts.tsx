import type { ReactNode } from "react";
import { TierMark } from "#components/coverage/tier-mark.tsx";
import { HOSTING_WORDS } from "#components/customers/words.ts";
import type { CustomerDetail } from "#lib/customers/contract.ts";

/** The facts one looks for first, in one strip. What is not on record says so. */
export function CustomerFacts({ detail }: { readonly detail: CustomerDetail }) {
  const { customer, finance, contractStart, contractEnd } = detail;
  return (
    <dl className="tile grid grid-cols-2 gap-x-6 gap-y-4 px-4 py-3.5 sm:flex sm:flex-wrap sm:gap-x-10">
      <Fact label="Tier">
        <TierMark tier={customer.tier} mixed={customer.mixed} />
      </Fact>
      <Fact label="Hosting">{customer.hosting.map((one) => HOSTING_WORDS[one]).join(", ")}</Fact>
      <Fact label="Seats">{customer.seats?.toLocaleString("en-GB") ?? null}</Fact>
      <Fact label="Contract">
        <Contract start={contractStart} end={contractEnd} />
      </Fact>
      <Fact label="Segment">{customer.segment}</Fact>
      <Fact label="Account Executive">{customer.accountExecutive}</Fact>
      <Fact label="Customer Engineer">{customer.customerEngineer}</Fact>
      {finance !== null && <Fact label="ARR">{dollars(finance.arrUsd)}</Fact>}
    </dl>
  );
}

const NOT_ON_RECORD = <span className="text-text-3">not on record</span>;

type FactProps = { readonly label: string; readonly children: ReactNode };

function Fact({ label, children }: FactProps) {
  return (
    <div className="min-w-0">
      <dt className="text-text-2 text-xs">{label}</dt>
      <dd className="mt-0.5 text-base tabular-nums">
        {children === null || children === "" ? NOT_ON_RECORD : children}
      </dd>
    </div>
  );
}

type ContractProps = { readonly start: string | null; readonly end: string | null };

/** On a narrow screen it breaks between the days, never within one. */
function Contract({ start, end }: ContractProps) {
  if (start === null && end === null) return NOT_ON_RECORD;
  return (
    <>
      <span className="whitespace-nowrap">{start ?? "?"} to</span>{" "}
      <span className="whitespace-nowrap">{end ?? "open"}</span>
    </>
  );
}

function dollars(amount: number): string {
  return amount.toLocaleString("en-GB", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
}
