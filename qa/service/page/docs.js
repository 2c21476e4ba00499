// The reference of the interface, made in the reader's browser from /openapi.json.

const METHODS = ["get", "post", "put", "delete"];

function make(name, text = "", ...children) {
  const node = document.createElement(name);
  node.append(...(text ? [text] : []), ...children);
  return node;
}

// Words with `code` in them, as descriptions are written.
function setWords(text) {
  return text.split("`").map((part, at) => (at % 2 ? make("code", part) : part));
}

// Follow a $ref, and look through "this or null".
function resolve(document, schema) {
  const choices = schema.anyOf?.filter((each) => each.type !== "null");
  if (choices?.length === 1) return { ...schema, ...resolve(document, choices[0]), nullable: true };
  if (!schema.$ref) return schema;
  return schema.$ref.slice(2).split("/").reduce((node, step) => node[step], document);
}

function describeType(document, schema) {
  const found = resolve(document, schema);
  const of = found.items ? ` of ${describeType(document, found.items)}` : "";
  const length = [found.minLength, found.maxLength ?? found.maxItems];
  const range = [found.minimum ?? length[0], found.maximum ?? length[1]];
  const within = describeRange(...range);
  const size = found.items && within ? `,${within} of them` : within;
  return `${found.type ?? "any"}${of}${size}${found.nullable ? " or null" : ""}`;
}

function describeRange(least, most) {
  if (least === undefined && most === undefined) return "";
  return most === undefined ? ` from ${least}` : ` ${least ?? 0}–${most}`;
}

function fieldList(document, schema) {
  const found = resolve(document, schema);
  const list = make("dl");
  for (const [name, field] of Object.entries(found.properties ?? {})) {
    const inner = resolve(document, field);
    const required = found.required?.includes(name) ? "" : " (optional)";
    list.append(make("dt", "", make("code", name), ` ${describeType(document, field)}${required}`));
    const example = (field.examples ?? inner.examples)?.[0];
    const words = [
      field.description ?? "",
      field.default != null ? `Default: ${JSON.stringify(field.default)}.` : "",
      example !== undefined ? `Example: ${JSON.stringify(example)}` : "",
    ];
    const below = inner.properties ? inner : resolve(document, inner.items ?? {});
    list.append(make("dd", "", ...setWords(words.filter(Boolean).join(" "))));
    if (below.properties) list.lastChild.append(fieldList(document, below));
  }
  return list;
}

function curl(path, method, schema) {
  const address = location.origin + path;
  if (!schema) return `curl ${method === "get" ? "" : `-X ${method.toUpperCase()} `}${address}`;
  const example = Object.fromEntries(
    (schema.required ?? []).map((name) => [name, schema.properties[name].examples?.[0] ?? "…"]),
  );
  return `curl -X ${method.toUpperCase()} ${address} \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(example)}'`;
}

const nameOf = (path, method) => `${method.toUpperCase()} ${path}`;
const anchorOf = (path, method) => `${method}-${path}`.replaceAll(/[^a-z0-9]+/gu, "-").replace(/-$/u, "");

// What there is, each with a way to it: the whole is longer than anybody reads.
function contents(operations) {
  const items = operations.map(([path, method, { summary, description = summary }]) => {
    const link = make("a", "", make("code", nameOf(path, method)));
    link.href = `#${anchorOf(path, method)}`;
    return make("li", "", link, make("span", "", ...setWords(description.split(/[.;:]\s/u)[0].replace(/\.$/u, ""))));
  });
  const list = make("nav", "", make("ul", "", ...items));
  list.setAttribute("aria-label", "Requests");
  return list;
}

function describeOperation(document, path, method, operation) {
  const section = make("section", "", make("h2", "", make("code", nameOf(path, method))));
  section.id = anchorOf(path, method);
  section.append(make("p", "", ...setWords(operation.description ?? operation.summary)));
  const body = operation.requestBody?.content["application/json"]?.schema;
  section.append(make("pre", curl(path, method, body && resolve(document, body))));
  if (operation.parameters) {
    const properties = operation.parameters.map((each) => [
      each.name, { ...each.schema, description: each.description },
    ]);
    const required = operation.parameters.filter((each) => each.required).map((each) => each.name);
    section.append(make("h3", "Parameters"));
    section.append(fieldList(document, { properties: Object.fromEntries(properties), required }));
  }
  if (body) section.append(make("h3", "Body"), fieldList(document, body));
  for (const [status, response] of Object.entries(operation.responses)) {
    if (!status.startsWith("2")) continue;
    const schema = response.content?.["application/json"]?.schema;
    section.append(make("h3", `Reply ${status}`));
    if (schema) section.append(fieldList(document, schema));
  }
  const errors = Object.keys(operation.responses).filter((status) => /^[45]/.test(status));
  if (errors.length) section.append(make("p", `Errors: ${errors.join(", ")}; see below.`));
  return section;
}

async function show() {
  const main = document.getElementById("main");
  const described = await (await fetch("/openapi.json")).json();
  const { title, version, description } = described.info;
  main.append(make("p", "", ...setWords(`${title} ${version}. ${description}`)));
  const all = Object.entries(described.paths).flatMap(([path, operations]) =>
    METHODS.filter((each) => operations[each]).map((method) => [path, method, operations[method]]));
  main.append(contents(all), ...all.map((each) => describeOperation(described, ...each)));
  const problem = described.components.schemas.ProblemReply;
  const words = "Every error is application/problem+json (RFC 9457):";
  main.append(make("section", "", make("h2", "Errors"), make("p", words)));
  main.lastChild.append(fieldList(described, problem));
}

show().then(() => {
  // The place that the address names is there only now.
  if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();
});
