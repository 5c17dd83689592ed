/** File picker: photos taken one after the other add up, are shown small, and can be taken out again. */

import { shrink } from "./shrink";

export interface Limits {
  count: number;
  bytes: number;
}

export interface Choice {
  files: File[];
  tooMany: boolean;
  tooBig: string[];
}

/** Add newly picked files to those already chosen; the same file twice counts once. `sent` knows what goes in place of a large one. */
export function choose(chosen: File[], picked: File[], limits: Limits, sent = new Map<File, File>()): Choice {
  const same = (a: File, b: File) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;
  const fits = (file: File) => (sent.get(file) ?? file).size <= limits.bytes;
  const tooBig = picked.filter((file) => !fits(file)).map((file) => file.name);
  const fresh = picked.filter((file) => fits(file) && !chosen.some((old) => same(old, file)));
  const files = [...chosen, ...fresh];
  return { files: files.slice(0, limits.count), tooMany: files.length > limits.count, tooBig };
}

export function inMegabytes(bytes: number): string {
  return `${Math.max(0.1, Math.round(bytes / 104_857.6) / 10)} MB`;
}

function put(input: HTMLInputElement, files: File[]): void {
  const carrier = new DataTransfer();
  for (const file of files) carrier.items.add(file);
  input.files = carrier.files;
}

function thumbnail(file: File): HTMLImageElement {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  return picture;
}

function row(file: File, removeWord: string, remove: () => void): HTMLLIElement {
  const item = document.createElement("li");
  if (file.type.startsWith("image/")) item.append(thumbnail(file));
  const words = document.createElement("span");
  words.textContent = `${file.name} · ${inMegabytes(file.size)}`;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = removeWord;
  button.setAttribute("aria-label", `${removeWord} ${file.name}`);
  button.addEventListener("click", remove);
  item.append(words, button);
  return item;
}

function enhance(picker: HTMLElement): void {
  const input = picker.querySelector<HTMLInputElement>("input[type=file]");
  const list = picker.querySelector<HTMLElement>("[data-files-list]");
  const trouble = picker.querySelector<HTMLElement>("[data-files-trouble]");
  if (!input || !list || !trouble) return;
  const texts = picker.dataset;
  const limits = { count: Number(texts.maxCount ?? "1"), bytes: Number(texts.maxBytes ?? "Infinity") };
  let chosen: File[] = [];
  let work = Promise.resolve();
  let busy = 0;
  const sent = new Map<File, File>();
  const show = (): void => {
    put(
      input,
      chosen.map((file) => sent.get(file) ?? file),
    );
    list.replaceChildren(
      ...chosen.map((file) =>
        row(sent.get(file) ?? file, texts.textRemove ?? "×", () => {
          chosen = chosen.filter((other) => other !== file);
          show();
          input.focus();
        }),
      ),
    );
  };
  const take = (picked: File[]): void => {
    const choice = choose(chosen, picked, limits, sent);
    chosen = choice.files;
    const sentences = choice.tooBig.map((name) => `${name}: ${texts.textTooBig ?? ""}`);
    if (choice.tooMany) sentences.push(texts.textTooMany ?? "");
    trouble.textContent = sentences.join(" ");
    show();
  };
  const prepare = async (picked: File[]): Promise<void> => {
    // One after the other: each takes hundreds of megabytes of a telephone's memory while it is drawn.
    for (const file of picked) {
      const smaller = await shrink(file);
      if (smaller) sent.set(file, smaller);
    }
    take(picked);
    busy -= 1;
    if (!busy) picker.removeAttribute("aria-busy");
  };
  input.addEventListener("change", () => {
    const picked = [...(input.files ?? [])];
    show(); // what was chosen before stays in the form meanwhile
    busy += 1;
    picker.setAttribute("aria-busy", "true");
    work = work.then(() => prepare(picked));
  });
  input.form?.addEventListener(
    "submit",
    (event) => {
      if (!busy) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const form = event.currentTarget as HTMLFormElement;
      void work.then(() => form.requestSubmit(event.submitter));
    },
    { capture: true },
  );
}

export function enhanceFilePickers(root: ParentNode): void {
  for (const picker of root.querySelectorAll<HTMLElement>("[data-files]:not([data-files-ready])")) {
    picker.dataset.filesReady = "";
    picker.classList.add("files-ready");
    enhance(picker);
  }
}
