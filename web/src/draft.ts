/**
 * Keeps what was typed in a long form until it has arrived, so that an expired session, a refusal or a
 * refresh loses nothing. It stays in this tab (sessionStorage) and goes with it.
 */
type Draft = Record<string, string[]>;
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const NEVER_KEPT = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"]);

/** Drafts of the desk bear their officer's number: whoever signs in next in this tab finds none of them. */
const DESK = "desk-draft:";

function prefix(): string {
  const officer = document.body.dataset.officer;
  return officer ? `${DESK}${officer}:` : "draft:";
}

function storageKey(form: HTMLFormElement): string {
  return prefix() + (form.dataset.draft || form.id);
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (element): element is Field =>
      (element instanceof HTMLInputElement ||
        element instanceof HTMLTextAreaElement ||
        element instanceof HTMLSelectElement) &&
      element.name !== "" &&
      !NEVER_KEPT.has(element.type) &&
      element.dataset.nodraft === undefined,
  );
}

function isTick(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");
}

export function read(form: HTMLFormElement): Draft {
  const draft: Draft = {};
  for (const field of fields(form)) {
    if (isTick(field) ? field.checked : field.value !== "") {
      (draft[field.name] ??= []).push(field.value);
    }
  }
  return draft;
}

/** Fill what is still empty; what the server sent back filled is newer and stays. Says whether anything came back. */
export function fill(form: HTMLFormElement, draft: Draft): boolean {
  const answered = read(form);
  let restored = false;
  for (const field of fields(form)) {
    const values = draft[field.name];
    if (!values?.length || answered[field.name]) continue;
    if (isTick(field)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
    restored = true;
  }
  return restored;
}

function stored(key: string): Draft | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Draft | null;
  } catch {
    return null;
  }
}

function save(form: HTMLFormElement): void {
  try {
    sessionStorage.setItem(storageKey(form), JSON.stringify(read(form)));
  } catch {
    // Storage is full or switched off: the form works as before, only without a draft.
  }
}

function offerToForget(form: HTMLFormElement): void {
  const note = form.querySelector<HTMLElement>("[data-draft-note]");
  if (!note) return;
  note.hidden = false;
  note.querySelector("[data-draft-forget]")?.addEventListener("click", () => {
    sessionStorage.removeItem(storageKey(form));
    form.reset();
    note.hidden = true;
  });
}

function drafted(root: HTMLElement): HTMLFormElement[] {
  const forms = [...root.querySelectorAll<HTMLFormElement>("form[data-draft]")];
  if (root instanceof HTMLFormElement && root.dataset.draft !== undefined) forms.push(root);
  return forms;
}

export function keepDrafts(root: HTMLElement): void {
  for (const form of drafted(root)) {
    const draft = stored(storageKey(form));
    if (draft && fill(form, draft)) offerToForget(form);
    form.addEventListener("input", () => save(form));
    form.addEventListener("change", () => save(form));
  }
}

/** A page that shows the success of a form names it: data-draft-done="report". */
export function clearFinished(page: Document): void {
  for (const element of page.querySelectorAll<HTMLElement>("[data-draft-done]")) {
    sessionStorage.removeItem(prefix() + (element.dataset.draftDone ?? ""));
  }
}

/** Keep again what stands in the forms of a page, after its drafts were forgotten. */
export function keepAgain(root: HTMLElement): void {
  for (const form of drafted(root)) {
    if (Object.keys(read(form)).length > 0) save(form);
  }
}

/** Forget the drafts of the desk, but for those of one officer; residents' drafts are another store and stay. */
export function forgetDesk(but?: string): void {
  for (const key of Object.keys(sessionStorage)) {
    const mine = but !== undefined && key.startsWith(`${DESK}${but}:`);
    if (key.startsWith(DESK) && !mine) sessionStorage.removeItem(key);
  }
}
