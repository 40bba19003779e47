"use client";

import type { CSSProperties } from "react";
import { TileCard, type TileResult } from "#components/dashboards/tile-card.tsx";
import { tileHeight } from "#components/dashboards/tile-size.ts";
import { cn } from "#components/ui/cn.ts";
import type { Dashboard, Tile } from "#lib/dashboards/contract.ts";

type TileGridProps = {
  readonly dashboard: Dashboard;
  readonly results: ReadonlyMap<string, TileResult>;
  readonly differs: (tile: string) => boolean;
  readonly onRetry: () => void;
  readonly onRemove: ((tile: Tile) => void) | null;
};

/** Tiles by section; 12 columns where there is room, else one or two below each other in reading order. */
export function TileGrid({ dashboard, results, differs, onRetry, onRemove }: TileGridProps) {
  const sections = [null, ...dashboard.sections];
  return sections.map((section) => {
    const tiles = inOrder(dashboard.tiles.filter((tile) => tile.section === section));
    if (tiles.length === 0) return null;
    const top = Math.min(...tiles.map((tile) => tile.y));
    return (
      <section key={section} aria-label={section ?? "Tiles"} className="mt-6 first:mt-0">
        {section !== null && <h2 className="mb-2.5 font-semibold text-text-2 text-sm">{section}</h2>}
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-2 lg:auto-rows-[40px] lg:grid-cols-12">
          {tiles.map((tile) => (
            <div
              key={tile.id}
              style={place(tile, top)}
              className={cn("min-w-0 max-lg:row-auto!", tile.w > 4 ? "max-lg:col-span-full!" : "max-lg:col-auto!")}
            >
              <TileCard
                tile={tile}
                result={results.get(tile.id) ?? null}
                differs={differs(tile.id)}
                onRetry={onRetry}
                onRemove={onRemove}
              />
            </div>
          ))}
        </div>
      </section>
    );
  });
}

function inOrder(tiles: readonly Tile[]): readonly Tile[] {
  return tiles.toSorted((a, b) => a.y - b.y || a.x - b.x);
}

/** On the grid of 12; smaller screens overrule it by class. */
function place(tile: Tile, top: number): CSSProperties {
  return {
    gridColumn: `${tile.x + 1} / span ${tile.w}`,
    gridRow: `${tile.y - top + 1} / span ${tile.h}`,
    height: tileHeight(tile.h),
  };
}
