// The field of the question: it grows with what is in it, so that a long question can be read whole
// on a phone too; Enter asks, as in a field of one line; "/" leads to it from anywhere.

import { element } from "./elements.js";

const field = element("q");
const growsByItself = CSS.supports("field-sizing", "content");

export function setQuestion(text) {
  field.value = text;
  fit();
}

function fit() {
  if (growsByItself) return;
  field.style.height = "auto";
  field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
}

field.addEventListener("input", fit);
addEventListener("resize", fit);

// While a word is still being composed, as in Korean, Enter only ends the word.
field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  event.preventDefault();
  field.form.requestSubmit();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea")) return;
  event.preventDefault();
  field.select();
});
