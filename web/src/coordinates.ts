/**
 * Shifts between WGS-84, in which everything is stored, and GCJ-02, in which AMap and Tencent draw their maps: the same arithmetic
 * as sunshine/lib/coordinates.py, for the map alone. All in degrees, longitude first; outside of China nothing is shifted.
 */
type Point = [lon: number, lat: number];

const AXIS = 6378245.0; // Krasovsky 1940, as the published formula has it
const FLATNESS = 0.00669342162296594323;
const ROUNDS = 8; // each brings the guess some thousand times nearer
const { PI, abs, cos, sin, sqrt } = Math;

export function wgs84ToGcj02(lon: number, lat: number): Point {
  if (outsideChina(lon, lat)) return [lon, lat];
  const [east, north] = offset(lon, lat);
  return [lon + east, lat + north];
}

/** By iteration, to within 1e-9 degrees. */
export function gcj02ToWgs84(lon: number, lat: number): Point {
  let guess: Point = [lon, lat];
  for (let round = 0; round < ROUNDS; round++) {
    const shown = wgs84ToGcj02(...guess);
    guess = [guess[0] - (shown[0] - lon), guess[1] - (shown[1] - lat)];
  }
  return guess;
}

function outsideChina(lon: number, lat: number): boolean {
  return !(lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271);
}

function offset(lon: number, lat: number): Point {
  const [x, y, phi] = [lon - 105, lat - 35, (lat / 180) * PI];
  const magic = 1 - FLATNESS * sin(phi) ** 2;
  const north = (northOf(x, y) * 180) / ((AXIS * (1 - FLATNESS)) / (magic * sqrt(magic)) * PI);
  const east = (eastOf(x, y) * 180) / ((AXIS / sqrt(magic)) * cos(phi) * PI);
  return [east, north];
}

function ripple(x: number): number {
  return ((20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * 2) / 3;
}

function northOf(x: number, y: number): number {
  const base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple(x);
  const waves = ((20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * 2) / 3;
  return base + waves + ((160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * 2) / 3;
}

function eastOf(x: number, y: number): number {
  const base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple(x);
  const waves = ((20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * 2) / 3;
  return base + waves + ((150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * 2) / 3;
}
