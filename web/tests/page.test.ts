import { beforeEach, expect, test, vi } from "vitest";

import { configure, leadsToLogin, loginAddress } from "../src/answers";
import { enhanceLocateButtons, failureText, writePoint } from "../src/locate";
import { handleClicks, handleTicks, reveal, say } from "../src/page";

beforeEach(() => {
  document.body.innerHTML = `<div id="messages"></div>
    <template id="dismiss-button"><button type="button" data-dismiss>Close</button></template>
    <button data-js hidden id="late">Print</button><input id="lon"><input id="lat">`;
});

test("what needs script is shown when script runs", () => {
  reveal(document);

  expect(document.getElementById("late")!.hidden).toBe(false);
});

test("a message is said as text and can be put away", () => {
  handleClicks(document);
  say("<b>No connection</b>");

  const words = document.querySelector(".message span")!.textContent;
  document.querySelector<HTMLElement>("[data-dismiss]")!.click();

  expect([words, document.querySelectorAll(".message").length]).toEqual(["<b>No connection</b>", 0]);
});

test("how many rows are ticked is said, and all of the page at once", () => {
  document.body.innerHTML = `<form id="several"><input type="hidden" name="listed"><input type="hidden" name="listed">
    <input type="checkbox" name="all"><output data-ticked="{n} ticked"></output></form>
    <input type="checkbox" name="row" form="several"><input type="checkbox" name="row" form="several">`;
  handleTicks(document);
  const said = (name: string): string => {
    document.querySelector<HTMLInputElement>(`[name="${name}"]`)!.click();
    return document.querySelector("output")!.textContent ?? "";
  };

  expect([said("row"), said("all"), said("all"), said("row")]).toEqual(["1 ticked", "2 ticked", "1 ticked", "0 ticked"]);
});

test("refusals and forms to correct are swapped in, faults are not", () => {
  const config = {} as Parameters<typeof configure>[0];
  configure(config);

  const swapped = (status: string): boolean | undefined =>
    config.responseHandling.find(({ code }) => new RegExp(code!).test(status))?.swap;

  expect(["200", "409", "422", "429", "500", "204"].map(swapped)).toEqual([true, true, true, true, false, false]);
  expect([config.allowEval, config.includeIndicatorStyles]).toEqual([false, false]);
});

test("an answer that led to the log-in is followed as a page that comes back here", () => {
  const answered = "http://a.example/desk/accounts/login/?next=/desk/case/1/close";

  expect([leadsToLogin(answered), leadsToLogin("http://a.example/desk/")]).toEqual([true, false]);
  expect(loginAddress(answered, "/desk/case/1")).toBe("/desk/accounts/login/?next=%2Fdesk%2Fcase%2F1");
});

test("a point is written into both fields before anybody hears of it", () => {
  const [lon, lat] = [document.querySelector<HTMLInputElement>("#lon"), document.querySelector<HTMLInputElement>("#lat")];
  const heard: string[] = [];
  lat!.addEventListener("change", () => heard.push(`${lon!.value},${lat!.value}`));

  writePoint(lon, lat, 125.9912345678, 46.07);

  expect(heard).toEqual(["125.991235,46.070000"]);
});

test("why the place was not found is said in words", () => {
  const texts = { textDenied: "denied", textTimeout: "slow", textUnavailable: "none" };

  expect([1, 2, 3].map((code) => failureText(code, texts))).toEqual(["denied", "none", "slow"]);
});

test("use my location writes the fields and says how exact it is", () => {
  document.body.insertAdjacentHTML(
    "beforeend",
    `<button data-locate data-lon="#lon" data-lat="#lat" data-status="said" data-text-found="about {metres} m"></button><p id="said"></p>`,
  );
  const at = { coords: { longitude: 126, latitude: 46, accuracy: 12.4 } } as GeolocationPosition;
  vi.stubGlobal("navigator", { geolocation: { getCurrentPosition: (found: PositionCallback) => found(at) } });

  enhanceLocateButtons(document);
  document.querySelector<HTMLElement>("[data-locate]")!.click();

  expect([document.querySelector<HTMLInputElement>("#lon")!.value, document.getElementById("said")!.textContent]).toEqual(["126.000000", "about 12 m"]);
  vi.unstubAllGlobals();
});
