/** How answers of the server are shown: refusals (409) and forms to correct (422) carry a page, so they are swapped. */
import type htmx from "htmx.org";

import { say } from "./page";

export function configure(config: typeof htmx.config): void {
  config.includeIndicatorStyles = false;
  config.allowEval = false;
  config.selfRequestsOnly = true;
  // No page is kept in the browser, where the next at this computer would find it: back asks the server for the whole page.
  config.historyCacheSize = 0;
  config.refreshOnHistoryMiss = true;
  config.scrollBehavior = "auto";
  config.responseHandling = [
    { code: "204", swap: false },
    { code: "[23]..", swap: true },
    { code: "(409|422|429)", swap: true, error: false },
    { code: "[45]..", swap: false, error: true },
  ];
}

interface Answer {
  xhr?: XMLHttpRequest;
  shouldSwap?: boolean;
}

/** The log-in page must never land inside a panel: a session that ended is followed as a whole page. */
export function leadsToLogin(answered: string): boolean {
  return new URL(answered, "http://page.invalid").pathname.endsWith("/login/");
}

export function loginAddress(answered: string, here: string): string {
  const address = new URL(answered);
  address.searchParams.set("next", here);
  return address.pathname + address.search;
}

function text(name: string): string {
  return document.body.dataset[name] ?? "";
}

export function watchAnswers(page: Document): void {
  page.addEventListener("htmx:beforeSwap", (event) => {
    const answer = (event as CustomEvent<Answer>).detail;
    const answered = answer.xhr?.responseURL;
    if (answered && leadsToLogin(answered)) {
      answer.shouldSwap = false;
      location.assign(loginAddress(answered, location.pathname + location.search));
    }
  });
  page.addEventListener("htmx:responseError", () => say(text("textFailed")));
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    page.addEventListener(name, () => say(text("textOffline")));
  }
}
