import * as L from "leaflet";
import { expect, test } from "vitest";

import { wgs84ToGcj02 } from "../src/coordinates";
import { GCJ02 } from "../src/map";

const ZHAODONG = L.latLng(46.06, 125.99);

test("tiles in GCJ-02 lie under the points they show", () => {
  const [lon, lat] = wgs84ToGcj02(ZHAODONG.lng, ZHAODONG.lat);
  const [drawn, tiles] = [GCJ02.latLngToPoint(ZHAODONG, 17), L.CRS.EPSG3857.latLngToPoint(L.latLng(lat, lon), 17)];

  expect(drawn.distanceTo(tiles)).toBeLessThan(0.01);
});

test("a click on such a map is a point in WGS-84", () => {
  const clicked = GCJ02.pointToLatLng(GCJ02.latLngToPoint(ZHAODONG, 17), 17);

  expect([clicked.lng.toFixed(6), clicked.lat.toFixed(6)]).toEqual(["125.990000", "46.060000"]);
});
