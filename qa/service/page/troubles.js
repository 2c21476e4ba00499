// What went wrong, in words, with a way out: a button, and where the server said how long to
// wait, a count-down after which it is tried again by itself.

import { instantiate, withCode } from "./elements.js";
import { describeProblem } from "./words.js";

const TRIES = 3;
let tries = 0;

// A node for a Trouble; `retry` is called by the button or the clock, unless `signal` is aborted.
export function showTrouble({ status = 0, problem, retryAfter = 0, message }, retry, signal) {
  const [title, detail] = describeProblem(status, problem ?? { detail: message });
  const node = instantiate("problem");
  node.querySelector(".title").textContent = title;
  node.querySelector(".detail").append(...withCode(detail));
  const button = node.querySelector("button");
  const again = () => {
    signal?.removeEventListener("abort", stop);
    stop();
    retry();
  };
  let timer = 0;
  const stop = () => clearInterval(timer);
  button.addEventListener("click", () => {
    tries = 0;
    again();
  });
  if (retryAfter && tries < TRIES) {
    tries += 1;
    let seconds = Math.min(retryAfter, 60);
    const tell = () => (button.textContent = `Try again now (by itself in ${seconds} s)`);
    tell();
    timer = setInterval(() => (--seconds > 0 ? tell() : again()), 1000);
    signal?.addEventListener("abort", stop);
  }
  return node;
}

// What was asked for has come: the next trouble has all its tries again.
export function recovered() {
  tries = 0;
}
