/**
 * Who signs out leaves nothing behind on a shared computer, in no tab; whoever signs in next finds nothing of the one before.
 *
 * A session that has only expired is no sign-out. Tabs tell each other: after a sign-out the others put their page aside, out
 * of the document, and show it again only when the same officer has signed in anew, so that nothing typed is lost.
 */
import { forgetDesk, keepAgain } from "./draft";

interface Said {
  out?: boolean;
  officer?: string;
}

interface Aside {
  nodes: Node[];
  title: string;
}

/** htmx keeps no pages (see answers.ts), but an older version of ours did; and the path of the page, with its number. */
const OF_HTMX = ["htmx-history-cache", "htmx-current-path-for-history"];

function forgetPaths(): void {
  for (const name of OF_HTMX) {
    sessionStorage.removeItem(name);
    localStorage.removeItem(name);
  }
}

function forget(but?: string): void {
  forgetDesk(but);
  forgetPaths();
}

function putAside(page: Document): Aside | null {
  const words = page.getElementById("signed-out");
  if (!(words instanceof HTMLTemplateElement)) return null;
  const aside = { nodes: [...page.body.childNodes], title: page.title };
  page.body.replaceChildren(words.content.cloneNode(true));
  page.title = page.querySelector("h1")?.textContent ?? "";
  return aside;
}

function showAgain(page: Document, aside: Aside): void {
  page.body.replaceChildren(...aside.nodes);
  page.title = aside.title;
  keepAgain(page.body);
}

export function leaveNothing(page: Document): void {
  const officer = page.body.dataset.officer;
  const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("desk");
  let aside: Aside | null = null;

  if (officer) {
    forget(officer);
    tabs?.postMessage({ officer } satisfies Said);
  }
  page.addEventListener("submit", (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.dataset.signOut === undefined) return;
    forget();
    tabs?.postMessage({ out: true } satisfies Said);
  });
  tabs?.addEventListener("message", (event: MessageEvent<Said>) => {
    const said = event.data;
    // First out of the document: a field that goes while it is typed in says once more that it has changed.
    if (said.out && officer) aside ??= putAside(page);
    forget(said.officer);
    if (!officer || said.out) return;
    if (said.officer !== officer) location.replace("/desk/");
    else if (aside) {
      showAgain(page, aside);
      aside = null;
    }
  });
  window.addEventListener("pagehide", forgetPaths);
  // Some browsers show a page again as it was, although it said no-store.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && officer) location.reload();
  });
}
