/** Small things of every page: messages, buttons that only work with script, copying and printing. */

/** Show what is useless without script. */
export function reveal(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-js][hidden]")) {
    element.hidden = false;
  }
}

/** Say a sentence in the message area; screen readers read it because the area is live. */
export function say(sentence: string): void {
  const area = document.getElementById("messages");
  if (!area || !sentence) return;
  const message = document.createElement("div");
  message.className = "message";
  message.dataset.dismissable = "";
  const words = document.createElement("span");
  words.textContent = sentence;
  message.append(words);
  const model = document.getElementById("dismiss-button");
  if (model instanceof HTMLTemplateElement) message.append(model.content.cloneNode(true));
  area.append(message);
}

async function copy(button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(button.dataset.copy ?? "");
    say(button.dataset.textCopied ?? "");
  } catch {
    say(button.dataset.textFailed ?? "");
  }
}

function clicked(target: Element): void {
  target.closest("[data-dismiss]")?.closest("[data-dismissable]")?.remove();
  if (target.closest("[data-print]")) window.print();
  const copier = target.closest<HTMLElement>("[data-copy]");
  if (copier) void copy(copier);
  const closer = target.closest("[data-close]")?.closest("details");
  if (closer) {
    closer.open = false;
    closer.querySelector("summary")?.focus();
  }
}

/** Say how many rows are ticked for a form; “all” ticks every row of the page. */
function countTicks(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLOutputElement>("output[data-ticked]");
  if (!said) return;
  const boxes = [...form.elements].filter((one): one is HTMLInputElement => one instanceof HTMLInputElement);
  const all = boxes.some((box) => box.name === "all" && box.checked);
  const ticked = boxes.filter((box) => (all ? box.name === "listed" : box.name === "row" && box.checked));
  said.textContent = (said.dataset.ticked ?? "").replace("{n}", String(ticked.length));
}

export function handleTicks(page: Document): void {
  page.addEventListener("change", (event) => {
    const form = event.target instanceof HTMLInputElement ? event.target.form : null;
    if (form) countTicks(form);
  });
}

export function handleClicks(page: Document): void {
  page.addEventListener("click", (event) => {
    if (event.target instanceof Element) clicked(event.target);
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(event.target instanceof Element)) return;
    const open = event.target.closest<HTMLDetailsElement>("details.confirm[open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}
