/** Loads the map only when somebody sees it: most residents never need it. */

async function start(element: HTMLElement): Promise<void> {
  try {
    const { drawMap } = await import("./map");
    await drawMap(element);
  } catch {
    const status = element.querySelector<HTMLElement>("[data-map-status]");
    if (status) status.textContent = element.dataset.textNoMap ?? "";
  }
}

export function startMapsWhenSeen(root: ParentNode): void {
  const waiting = root.querySelectorAll<HTMLElement>("[data-map]:not([data-ready])");
  if (waiting.length === 0) return;
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watcher.unobserve(target);
      void start(target as HTMLElement);
    }
  });
  for (const element of waiting) {
    element.dataset.ready = "";
    watcher.observe(element);
  }
}
