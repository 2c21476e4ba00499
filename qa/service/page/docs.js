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
  const within = range.some((each) => each !== undefined)
    ? ` ${range[0] ?? 0}–${range[1] ?? ""}`
    : "";
  return `${found.type ?? "any"}${of}${within}${found.nullable ? " or null" : ""}`;
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
  if (!schema) return `curl ${address}`;
  const example = Object.fromEntries(
    (schema.required ?? []).map((name) => [name, schema.properties[name].examples?.[0] ?? "…"]),
  );
  return `curl -X ${method.toUpperCase()} ${address} \\
  -H 'Content-Type: application/json' \\
  -d '${JSON.stringify(example)}'`;
}

function describeOperation(document, path, method, operation) {
  const section = make("section", "", make("h2", "", make("code", `${method.toUpperCase()} ${path}`)));
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
  for (const [path, operations] of Object.entries(described.paths)) {
    for (const method of METHODS.filter((each) => operations[each])) {
      main.append(describeOperation(described, path, method, operations[method]));
    }
  }
  const problem = described.components.schemas.ProblemReply;
  const words = "Every error is application/problem+json (RFC 9457):";
  main.append(make("section", "", make("h2", "Errors"), make("p", words)));
  main.lastChild.append(fieldList(described, problem));
}

show();
