// Asks before something is done that takes something away.

import { element } from "./elements.js";
import { troubleBox } from "./telling.js";

let does = null;
let gone = null;

// Ask `title` and `text`; the button `yes` calls `does`, and the dialog closes once that is done.
// Where that takes away the button that asked, the focus goes to `otherwise`.
export function confirmFirst({ title, text, yes, does: deed, otherwise = null }) {
  does = deed;
  gone = otherwise;
  element("question-title").textContent = title;
  element("question-text").textContent = text;
  element("question-trouble").replaceChildren();
  element("yes").textContent = yes;
  if (!element("question").open) element("question").showModal();
  element("no").focus();
}

element("yes").addEventListener("click", async () => {
  const button = element("yes");
  if (button.getAttribute("aria-disabled") === "true") return;
  const mine = does;
  button.setAttribute("aria-disabled", "true");
  try {
    await mine();
    if (does !== mine) return;
    element("question").close();
    const at = document.activeElement; // in Chromium the hidden button itself, until the next frame
    if (at === document.body || element("question").contains(at)) gone?.focus();
  } catch (trouble) {
    element("question-trouble").replaceChildren(troubleBox(trouble));
  } finally {
    button.removeAttribute("aria-disabled");
  }
});
