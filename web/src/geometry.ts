/** Which drawn area holds a point. Only to show a name at once; the server decides. */
import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";

function inRing(x: number, y: number, ring: Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi = 0, yi = 0] = ring[i] ?? [];
    const [xj = 0, yj = 0] = ring[j] ?? [];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function inPolygon(x: number, y: number, [outer = [], ...holes]: Position[][]): boolean {
  return inRing(x, y, outer) && !holes.some((hole) => inRing(x, y, hole));
}

function holds(feature: Feature, x: number, y: number): boolean {
  const shape = feature.geometry as Polygon | MultiPolygon;
  if (shape.type === "Polygon") return inPolygon(x, y, shape.coordinates);
  return shape.type === "MultiPolygon" && shape.coordinates.some((part) => inPolygon(x, y, part));
}

export function areaAt(areas: FeatureCollection, x: number, y: number): string | null {
  const found = areas.features.find((feature) => holds(feature, x, y));
  return found ? String(found.properties?.name ?? "") : null;
}
