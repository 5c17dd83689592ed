/**
 * What a person chose stands, whatever comes back from the server beside it: a suggestion was asked for earlier, so the choice is
 * read when the answer arrives, not when it was asked for, and put back into the part that is swapped.
 */
type Choice = HTMLSelectElement | HTMLInputElement;

interface Kept {
  form: HTMLFormElement;
  name: string;
  value: string;
  /** What must come back if the answer does not offer the choice any more: the option, or the radio's group. */
  from: HTMLElement | null;
}

interface Swap {
  target?: Element;
  shouldSwap?: boolean;
}

/** Names of the fields of each form in which somebody chose by hand; what the page or a draft filled in is not among them. */
const byHand = new WeakMap<HTMLFormElement, Set<string>>();

function isChoice(element: EventTarget | null): element is Choice {
  return element instanceof HTMLSelectElement || (element instanceof HTMLInputElement && element.type === "radio");
}

function choices(form: HTMLFormElement, name: string): Choice[] {
  return [...form.elements].filter((one): one is Choice => isChoice(one) && one.name === name);
}

function remember(element: EventTarget | null): void {
  if (!isChoice(element) || !element.form || !element.name) return;
  const names = byHand.get(element.form) ?? new Set<string>();
  byHand.set(element.form, names.add(element.name));
}

function isChosen(one: Choice): boolean {
  return one instanceof HTMLSelectElement || one.checked;
}

/** What was chosen by hand in a part of a page, as it stands now. */
export function chosenIn(part: Element): Kept[] {
  const form = part.closest("form");
  const names = form && byHand.get(form);
  if (!form || !names) return [];
  return [...names].flatMap((name) => {
    const one = choices(form, name).find((choice) => part.contains(choice) && isChosen(choice));
    if (!one) return [];
    const from = one instanceof HTMLSelectElement ? one.selectedOptions.item(0) : one.closest("fieldset");
    return [{ form, name, value: one.value, from }];
  });
}

function putBackOption(select: HTMLSelectElement, kept: Kept): void {
  const offered = [...select.options].some((option) => option.value === kept.value);
  if (!offered && kept.from) select.append(kept.from.cloneNode(true));
  select.value = kept.value;
}

function putBackRadio(radios: Choice[], kept: Kept, part: Element | null): void {
  const offered = radios.find((radio) => radio.value === kept.value) as HTMLInputElement | undefined;
  if (offered) {
    offered.checked = true;
    return;
  }
  const old = kept.from?.querySelector<HTMLInputElement>(`input[value="${CSS.escape(kept.value)}"]`);
  if (!old || !kept.from) return;
  const first = radios[0]?.closest("label");
  // Beside the new ones, or, if none are offered any more, with the group it stood in.
  if (first) first.before(old.closest("label") ?? old);
  else part?.append(kept.from);
  old.checked = true;
}

/** Put back what was chosen, into the part that came in its place. */
export function putBack(kept: Kept[], part: Element | null): void {
  for (const one of kept) {
    const now = choices(one.form, one.name);
    if (now[0] instanceof HTMLSelectElement) putBackOption(now[0], one);
    else putBackRadio(now, one, part);
  }
}

export function keepChosen(page: Document): void {
  let waiting: { kept: Kept[]; id: string } = { kept: [], id: "" };
  page.addEventListener("change", (event) => remember(event.target));
  page.addEventListener("reset", (event) => {
    if (event.target instanceof HTMLFormElement) byHand.delete(event.target);
  });
  page.addEventListener("htmx:beforeSwap", (event) => {
    const { target, shouldSwap } = (event as CustomEvent<Swap>).detail;
    waiting = target && shouldSwap ? { kept: chosenIn(target), id: target.id } : { kept: [], id: "" };
  });
  page.addEventListener("htmx:afterSwap", () => {
    putBack(waiting.kept, page.getElementById(waiting.id));
    waiting = { kept: [], id: "" };
  });
}
