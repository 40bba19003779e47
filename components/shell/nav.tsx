"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { ADMIN_PLACES, isAt, PLACES, type Place, placesFor } from "#components/shell/places.ts";
import { cn } from "#components/ui/cn.ts";
import type { Permission } from "#lib/access/permission.ts";

type NavProps = {
  readonly permissions: readonly Permission[];
  /** full: words · narrow: icons only · auto: words where the window is wide. */
  readonly width: "full" | "narrow" | "auto";
  readonly onGo?: () => void;
};

export function Nav({ permissions, width, onGo }: NavProps) {
  const admin = placesFor(ADMIN_PLACES, permissions);
  return (
    <nav aria-label="Main" className="flex flex-col gap-0.5 px-2 py-3">
      {placesFor(PLACES, permissions).map((place) => (
        <NavLink key={place.href} place={place} width={width} onGo={onGo} />
      ))}
      {admin.length > 0 && (
        <>
          <p
            className={cn(
              "mt-5 mb-1 px-2.5 font-medium text-text-3 text-xs",
              width === "narrow" && "sr-only",
              width === "auto" && "max-lg:sr-only",
            )}
          >
            Admin
          </p>
          {admin.map((place) => (
            <NavLink key={place.href} place={place} width={width} onGo={onGo} />
          ))}
        </>
      )}
    </nav>
  );
}

type NavLinkProps = {
  readonly place: Place;
  readonly width: NavProps["width"];
  readonly onGo: (() => void) | undefined;
};

function NavLink({ place, width, onGo }: NavLinkProps) {
  const here = isAt(place.href, usePathname());
  const Icon = place.icon;
  return (
    <Link
      href={place.href}
      title={width === "full" ? undefined : place.label}
      aria-current={here ? "page" : undefined}
      {...(onGo === undefined ? {} : { onClick: onGo })}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm text-text-2 transition-colors hover:bg-surface-3/70 hover:text-text pointer-coarse:h-11",
        here && "bg-surface-3/80 text-text",
      )}
    >
      <Icon aria-hidden className={cn("size-4 shrink-0", here ? "text-accent" : "text-text-3")} />
      <span className={cn("truncate", width === "narrow" && "sr-only", width === "auto" && "max-lg:sr-only")}>
        {place.label}
      </span>
    </Link>
  );
}
