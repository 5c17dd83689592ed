/** What every page loads. Each page works without it; this only saves steps. */
import "./styles/app.css";
import htmx from "htmx.org";

import { keepChosen } from "./chosen";
import { clearFinished, keepDrafts } from "./draft";
import { enhanceFilePickers } from "./files";
import { configure, watchAnswers } from "./answers";
import { leaveNothing } from "./leave";
import { enhanceLocateButtons } from "./locate";
import { startMapsWhenSeen } from "./maps";
import { handleClicks, handleTicks, reveal } from "./page";

configure(htmx.config);
watchAnswers(document);
handleClicks(document);
handleTicks(document);
keepChosen(document);
clearFinished(document);
leaveNothing(document);

htmx.onLoad((root) => {
  const part = root as HTMLElement;
  reveal(part);
  keepDrafts(part);
  enhanceFilePickers(part);
  enhanceLocateButtons(part);
  startMapsWhenSeen(part);
});
