// Asks our own server. What goes wrong is a Trouble: it knows the status, what the server said
// (an RFC 9457 problem), and how many seconds to wait before asking again.

export class Trouble extends Error {
  constructor(status, problem, retryAfter = 0) {
    super(problem?.detail ?? `status ${status}`);
    Object.assign(this, { status, problem, retryAfter });
  }
}

// The JSON of a reply. Trouble when there is none; AbortError when it was called off.
export async function fetchJson(address, options = {}) {
  const response = await fetch(address, options).catch((error) => {
    if (error.name === "AbortError") throw error;
    throw new Trouble(0, { detail: "Is `qa serve` still running?" });
  });
  const body = await response.json().catch((error) => {
    if (error.name === "AbortError") throw error;
    return null;
  });
  if (response.ok && body !== null) return body;
  throw new Trouble(response.status, body, Number(response.headers.get("Retry-After")) || 0);
}

export function postJson(address, body, options = {}) {
  const headers = { "Content-Type": "application/json", ...options.headers };
  return fetchJson(address, { method: "POST", ...options, headers, body: JSON.stringify(body) });
}
