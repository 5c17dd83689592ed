import { beforeEach, expect, test } from "vitest";

import { clearFinished, fill, forgetDesk, keepDrafts, read } from "../src/draft";

const FORM = `<form id="report" data-draft="report">
  <div data-draft-note hidden><button type="button" data-draft-forget>x</button></div>
  <textarea name="text"></textarea><input name="phone">
  <input type="password" name="secret"><input type="hidden" name="token" value="t">
  <input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b">
  <input type="checkbox" name="days" value="1"><input type="checkbox" name="days" value="2"></form>`;

function page(html = FORM): HTMLFormElement {
  document.body.innerHTML = html;
  return document.querySelector("form")!;
}

function control(form: HTMLFormElement, selector: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(selector)!;
}

function type(form: HTMLFormElement, selector: string, value: string): void {
  const field = control(form, selector);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

beforeEach(() => sessionStorage.clear());

test("what was typed is back after the page was loaded anew", () => {
  keepDrafts(document.body.appendChild(page()).parentElement!);
  type(document.querySelector("form")!, "[name=text]", "the lamp is out");

  const again = page();
  keepDrafts(document.body);

  expect(read(again)).toEqual({ text: ["the lamp is out"] });
  expect(control(again, "[data-draft-note]").hidden).toBe(false);
});

test("ticks and choices come back as they were", () => {
  const form = page();
  fill(form, { kind: ["b"], days: ["1", "2"] });

  expect(read(form)).toEqual({ kind: ["b"], days: ["1", "2"] });
});

test("what the server sent back filled is newer and stays", () => {
  const form = page();
  control(form, "[name=phone]").value = "139";

  const restored = fill(form, { phone: ["138"] });

  expect([restored, control(form, "[name=phone]").value]).toEqual([false, "139"]);
});

test("passwords and hidden fields are never kept", () => {
  const form = page();
  control(form, "[name=secret]").value = "hush";

  expect(read(form)).toEqual({});
});

test("starting empty forgets the draft", () => {
  sessionStorage.setItem("draft:report", JSON.stringify({ text: ["old"] }));
  const form = page();
  keepDrafts(document.body);

  control(form, "[data-draft-forget]").click();

  expect([read(form), sessionStorage.getItem("draft:report")]).toEqual([{}, null]);
});

test("the page that shows the success of a form forgets its draft only", () => {
  sessionStorage.setItem("draft:report", "{}");
  sessionStorage.setItem("draft:other", "{}");
  page('<p data-draft-done="report"></p>');

  clearFinished(document);

  expect(Object.keys(sessionStorage)).toEqual(["draft:other"]);
});

test("a draft of the desk bears its officer's number", () => {
  document.body.dataset.officer = "7";
  keepDrafts(document.body.appendChild(page()).parentElement!);
  type(document.querySelector("form")!, "[name=text]", "a note");
  delete document.body.dataset.officer;

  expect(Object.keys(sessionStorage)).toEqual(["desk-draft:7:report"]);
});

test("signing out forgets the drafts of the desk and nothing else", () => {
  for (const key of ["draft:report", "desk-draft:7:note", "desk-draft:8:note", "other"]) {
    sessionStorage.setItem(key, "{}");
  }
  forgetDesk();

  expect(Object.keys(sessionStorage).sort()).toEqual(["draft:report", "other"]);
});

test("whoever signs in finds their own drafts only", () => {
  for (const key of ["desk-draft:7:note", "desk-draft:77:note"]) sessionStorage.setItem(key, "{}");

  forgetDesk("7");

  expect(Object.keys(sessionStorage)).toEqual(["desk-draft:7:note"]);
});

test("a broken draft is no draft", () => {
  sessionStorage.setItem("draft:report", "{not json");
  const form = page();

  keepDrafts(document.body);

  expect(read(form)).toEqual({});
});
