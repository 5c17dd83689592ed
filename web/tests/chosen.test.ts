import { beforeAll, beforeEach, expect, test } from "vitest";

import { keepChosen } from "../src/chosen";

const KINDS = (chosen: string, ...codes: string[]): string =>
  `<select name="category">${["", ...codes].map((code) => `<option value="${code}"${code === chosen ? " selected" : ""}>${code}</option>`).join("")}</select>`;
const HOUSES = (...ids: string[]): string =>
  `<fieldset>${ids.map((id) => `<label><input type="radio" name="building" value="${id}">${id}</label>`).join("")}` +
  `<label><input type="radio" name="building" value="" checked></label></fieldset>`;

beforeAll(() => keepChosen(document));

beforeEach(() => {
  document.body.innerHTML = `<form><div id="what">${KINDS("", "01", "02", "03")}</div><div id="where">${HOUSES("7", "8")}</div></form>`;
});

function choose(value: string): void {
  const select = document.querySelector("select")!;
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(value: string): void {
  document.querySelector<HTMLInputElement>(`[name="building"][value="${value}"]`)!.click();
}

/** As htmx does: the event, the new part in place of the old one, the event. */
function answer(id: string, html: string): void {
  const target = document.getElementById(id)!;
  const tell = (name: string): boolean =>
    document.dispatchEvent(new CustomEvent(name, { detail: { target, shouldSwap: true } }));
  tell("htmx:beforeSwap");
  target.outerHTML = `<div id="${id}">${html}</div>`;
  // happy-dom does not read `selected` while it parses; browsers do.
  const select = document.getElementById(id)!.querySelector("select");
  if (select) select.value = select.querySelector("option[selected]")?.getAttribute("value") ?? "";
  tell("htmx:afterSwap");
}

const category = (): string => document.querySelector("select")!.value;
const building = (): string => new FormData(document.querySelector("form")!).get("building") as string;

test("a suggestion is taken where nobody chose", () => {
  answer("what", KINDS("02", "01", "02"));

  expect(category()).toBe("02");
});

test.each(["01", ""])("what was chosen while the answer was on its way stands", (code) => {
  choose("03");
  choose(code);
  answer("what", KINDS("02", "01", "02"));

  expect(category()).toBe(code);
});

test("a kind that is suggested no more is offered still", () => {
  choose("03");
  answer("what", KINDS("02", "01", "02"));
  answer("what", KINDS("01", "01"));

  expect(category()).toBe("03");
});

test.each([
  ["it is offered again", HOUSES("8", "7")],
  ["others are offered", HOUSES("9")],
  ["none is offered", ""],
])("the chosen building stays chosen when %s", (_when, html) => {
  pick("7");
  answer("where", html);

  expect(building()).toBe("7");
});

test("whoever chose none of them keeps none of them", () => {
  pick("7");
  pick("");
  answer("where", HOUSES("7"));

  expect(building()).toBe("");
});

test("a building that somebody chose can be given up for one offered later", () => {
  pick("7");
  answer("where", HOUSES("9"));
  pick("9");
  answer("where", HOUSES("9"));

  expect(building()).toBe("9");
});

test("another form's choice is left alone", () => {
  document.body.insertAdjacentHTML("beforeend", `<form id="other">${KINDS("", "01")}</form>`);
  choose("01");
  answer("where", HOUSES("9"));

  expect([category(), document.querySelector<HTMLSelectElement>("#other select")!.value]).toEqual(["01", ""]);
});
