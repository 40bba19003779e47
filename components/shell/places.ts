import {
  ClipboardList,
  Compass,
  House,
  Inbox,
  LayoutDashboard,
  type LucideIcon,
  Telescope,
  Users,
  UsersRound,
} from "lucide-react";
import type { Permission } from "#lib/access/permission.ts";

export type Place = {
  readonly href: string;
  readonly label: string;
  readonly icon: LucideIcon;
  /** Not shown to those who may not go there. */
  readonly needs: Permission | null;
};

export const PLACES: readonly Place[] = [
  { href: "/", label: "Home", icon: House, needs: null },
  { href: "/dashboards", label: "Dashboards", icon: LayoutDashboard, needs: "dashboards.read" },
  { href: "/looks", label: "Looks", icon: Telescope, needs: "looks.read" },
  { href: "/explore", label: "Explore", icon: Compass, needs: "explore.run" },
  { href: "/customers", label: "Customers", icon: UsersRound, needs: "customers.read" },
];

export const ADMIN_PLACES: readonly Place[] = [
  { href: "/admin/people", label: "People", icon: Users, needs: "roles.write" },
  { href: "/admin/requests", label: "Requests", icon: Inbox, needs: "grants.approve" },
  { href: "/admin/audit", label: "Audit", icon: ClipboardList, needs: "audit.read" },
];

export function placesFor(places: readonly Place[], permissions: readonly Permission[]): readonly Place[] {
  return places.filter(({ needs }) => needs === null || permissions.includes(needs));
}

/** Whether a page stands at this place or below it. */
export function isAt(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
