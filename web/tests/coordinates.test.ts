import { expect, test } from "vitest";

import { gcj02ToWgs84, wgs84ToGcj02 } from "../src/coordinates";

test("the published value for Zhaodong", () => {
  expect(wgs84ToGcj02(125.99, 46.06).map((degrees) => degrees.toFixed(6))).toEqual(["125.996452", "46.061953"]);
});

test("there and back is the same point", () => {
  for (let lon = 75; lon <= 134; lon += 3.7) {
    for (let lat = 18; lat <= 53; lat += 2.3) {
      const [x, y] = gcj02ToWgs84(...wgs84ToGcj02(lon, lat));
      expect(Math.max(Math.abs(x - lon), Math.abs(y - lat))).toBeLessThan(1e-9);
    }
  }
});

test("nothing is shifted outside of China", () => {
  expect([wgs84ToGcj02(4.9, 52.37), gcj02ToWgs84(4.9, 52.37)]).toEqual([
    [4.9, 52.37],
    [4.9, 52.37],
  ]);
});
