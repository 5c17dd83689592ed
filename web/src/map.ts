/** The map: areas drawn on a plain ground, a point picked by finger, mouse or keyboard. No base map is needed. */
import "leaflet/dist/leaflet.css";
import "./styles/map.css";
import type { FeatureCollection } from "geojson";
import * as L from "leaflet";

import { gcj02ToWgs84, wgs84ToGcj02 } from "./coordinates";
import { areaAt } from "./geometry";
import { field, writePoint } from "./locate";

const NO_AREAS: FeatureCollection = { type: "FeatureCollection", features: [] };

/**
 * A map whose tiles are drawn in GCJ-02 while everything else is in WGS-84: what is drawn is shifted, what is clicked is shifted
 * back, in the projection alone, so that nothing else of the map needs to know.
 */
export const GCJ02: L.CRS = L.Util.extend({}, L.CRS.EPSG3857, {
  projection: {
    ...L.Projection.SphericalMercator,
    project(at: L.LatLng): L.Point {
      const [lon, lat] = wgs84ToGcj02(at.lng, at.lat);
      return L.Projection.SphericalMercator.project(L.latLng(lat, lon));
    },
    unproject(point: L.Point): L.LatLng {
      const shown = L.Projection.SphericalMercator.unproject(point);
      const [lon, lat] = gcj02ToWgs84(shown.lng, shown.lat);
      return L.latLng(lat, lon);
    },
  },
});

async function fetchAreas(url: string | undefined): Promise<FeatureCollection> {
  if (!url) return NO_AREAS;
  const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as FeatureCollection;
}

function label(properties: Record<string, unknown> | null): HTMLElement {
  const words = document.createElement("span");
  words.textContent = String(properties?.name ?? "");
  return words;
}

function drawAreas(map: L.Map, areas: FeatureCollection): L.GeoJSON {
  return L.geoJSON(areas, {
    style: { className: "map-area", weight: 2 },
    pointToLayer: (_, at) => L.circleMarker(at, { radius: 7, className: "map-spot" }),
    onEachFeature: (feature, layer) => {
      layer.bindTooltip(label(feature.properties), { permanent: true, direction: "center", className: "map-label" });
      const url: unknown = feature.properties?.url;
      if (typeof url === "string") layer.on("click", () => location.assign(url));
    },
  }).addTo(map);
}

function frame(map: L.Map, drawn: L.GeoJSON, element: HTMLElement): void {
  const [lon, lat] = (element.dataset.centre ?? "").split(",").map(Number);
  const bounds = drawn.getBounds();
  if (bounds.isValid()) map.fitBounds(bounds, { padding: [12, 12] });
  else map.setView([lat || 46.07, lon || 125.99], Number(element.dataset.zoom ?? "13"));
}

const READABLE = 52;

/** A name is shown only where its area is wide enough for it (CSS pixels); closer in, more names appear. */
function fitLabels(map: L.Map, drawn: L.GeoJSON): void {
  drawn.eachLayer((layer) => {
    if (!(layer instanceof L.Polygon)) return;
    const bounds = layer.getBounds();
    const width = map.latLngToLayerPoint(bounds.getNorthEast()).x - map.latLngToLayerPoint(bounds.getSouthWest()).x;
    if (width >= READABLE) layer.openTooltip();
    else layer.closeTooltip();
  });
}

interface Picker {
  map: L.Map;
  areas: FeatureCollection;
  element: HTMLElement;
  lon: HTMLInputElement;
  lat: HTMLInputElement;
}

function tell({ element, areas }: Picker, x: number, y: number): void {
  const status = element.querySelector<HTMLElement>("[data-map-status]");
  const name = areaAt(areas, x, y);
  const { textPicked = "", textOutside = "" } = element.dataset;
  if (status) status.textContent = name === null && areas.features.length ? textOutside : `${textPicked} ${name ?? ""}`;
}

function pickPoints(picker: Picker): void {
  const { map, element, lon, lat } = picker;
  map.createPane("pin").classList.add("map-pin-pane");
  const pin = L.circleMarker([0, 0], { radius: 10, className: "map-pin", pane: "pin", interactive: false });
  const show = (): void => {
    const [x, y] = [Number(lon.value), Number(lat.value)];
    if (!lon.value || !lat.value || Number.isNaN(x + y)) return;
    pin.setLatLng([y, x]).addTo(map);
    if (!map.getBounds().contains([y, x])) map.panTo([y, x]);
    tell(picker, x, y);
  };
  const take = (at: L.LatLng): void => writePoint(lon, lat, at.lng, at.lat);
  lon.addEventListener("change", show);
  lat.addEventListener("change", show);
  map.on("click", (event: L.LeafletMouseEvent) => take(event.latlng));
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === map.getContainer()) {
      event.preventDefault();
      take(map.getCenter());
    }
  });
  element.querySelector("[data-map-centre]")?.addEventListener("click", () => take(map.getCenter()));
  show();
}

/** Draw the map into an element with [data-map]; its attributes say what (see docs/developer/ui.md). */
export async function drawMap(element: HTMLElement): Promise<L.Map> {
  const canvas = element.querySelector<HTMLElement>("[data-map-canvas]") ?? element;
  const areas = await fetchAreas(element.dataset.geojsonUrl);
  const { tileUrl, tileDatum, attribution = "", textZoomIn = "+", textZoomOut = "−" } = element.dataset;
  const map = L.map(canvas, {
    crs: tileUrl && tileDatum === "gcj02" ? GCJ02 : L.CRS.EPSG3857,
    attributionControl: false,
    scrollWheelZoom: false,
    zoomControl: false,
    maxZoom: 19,
    zoomSnap: tileUrl ? 1 : 0.25,
  });
  L.control.zoom({ zoomInTitle: textZoomIn, zoomOutTitle: textZoomOut }).addTo(map);
  if (attribution) L.control.attribution({ prefix: false }).addAttribution(attribution).addTo(map);
  if (tileUrl) L.tileLayer(tileUrl, { maxZoom: 19 }).addTo(map);
  const drawn = drawAreas(map, areas);
  frame(map, drawn, element);
  fitLabels(map, drawn);
  map.on("zoomend", () => fitLabels(map, drawn));
  const [lon, lat] = [field(element.dataset.lon), field(element.dataset.lat)];
  if (lon && lat) {
    canvas.classList.add("picking");
    pickPoints({ map, areas, element, lon, lat });
  }
  return map;
}
