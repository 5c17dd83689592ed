/** “Use my location”: asked only when pressed, written into two fields, and a failure is said in words. */

export function write(field: HTMLInputElement | null, value: string): void {
  if (!field) return;
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Write a point (WGS-84, degrees) into the two fields; six decimals are about ten centimetres. */
export function writePoint(lon: HTMLInputElement | null, lat: HTMLInputElement | null, x: number, y: number): void {
  if (lon) lon.value = x.toFixed(6);
  write(lat, y.toFixed(6));
  lon?.dispatchEvent(new Event("change", { bubbles: true }));
}

export function field(selector: string | undefined): HTMLInputElement | null {
  return selector ? document.querySelector<HTMLInputElement>(selector) : null;
}

export function failureText(code: number, texts: DOMStringMap): string {
  if (code === 1) return texts.textDenied ?? "";
  if (code === 3) return texts.textTimeout ?? "";
  return texts.textUnavailable ?? "";
}

function enhance(button: HTMLButtonElement): void {
  const texts = button.dataset;
  const status = document.getElementById(texts.status ?? "");
  const tell = (sentence: string): void => {
    if (status) status.textContent = sentence;
  };
  button.addEventListener("click", () => {
    if (!("geolocation" in navigator)) return tell(texts.textUnavailable ?? "");
    tell(texts.textSearching ?? "");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        writePoint(field(texts.lon), field(texts.lat), coords.longitude, coords.latitude);
        tell((texts.textFound ?? "").replace("{metres}", String(Math.round(coords.accuracy))));
      },
      (failure) => tell(failureText(failure.code, texts)),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 60_000 },
    );
  });
}

export function enhanceLocateButtons(root: ParentNode): void {
  for (const button of root.querySelectorAll<HTMLButtonElement>("[data-locate]:not([data-ready])")) {
    button.dataset.ready = "";
    enhance(button);
  }
}
