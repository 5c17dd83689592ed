import type { FeatureCollection } from "geojson";
import { expect, test } from "vitest";

import { areaAt } from "../src/geometry";

const square = (x: number, size = 1): number[][] => [[x, 0], [x + size, 0], [x + size, size], [x, size], [x, 0]];
const AREAS: FeatureCollection = {
  type: "FeatureCollection",
  features: [
    { type: "Feature", properties: { name: "one" }, geometry: { type: "Polygon", coordinates: [square(0)] } },
    {
      type: "Feature",
      properties: { name: "two" },
      geometry: { type: "MultiPolygon", coordinates: [[square(2)], [square(5, 4), [[6, 1], [8, 1], [8, 3], [6, 3], [6, 1]]]] },
    },
    { type: "Feature", properties: null, geometry: { type: "Point", coordinates: [20, 0] } },
  ],
};

test("a point names the area that holds it", () => {
  expect([areaAt(AREAS, 0.5, 0.5), areaAt(AREAS, 2.5, 0.5), areaAt(AREAS, 5.5, 0.5)]).toEqual(["one", "two", "two"]);
});

test("a hole and the outside belong to nobody", () => {
  expect([areaAt(AREAS, 7, 2), areaAt(AREAS, 1.5, 0.5)]).toEqual([null, null]);
});
