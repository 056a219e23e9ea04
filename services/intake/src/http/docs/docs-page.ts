/** A JSON Schema or a part of an OpenAPI document, as far as the page reads it. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
  readonly description?: string;
}

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly schema?: Schema;
    readonly description?: string;
  }[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
  readonly security?: readonly unknown[];
}

interface OpenApi {
  readonly info: { readonly title: string; readonly description?: string };
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

/** The API for reading, out of its own OpenAPI document. */
export function renderDocs(document: OpenApi): string {
  const { info, tags = [], paths = {}, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const groups = tags.map(({ name, description = '' }) => {
    const own = operations.filter(({ operation }) => operation.tags?.includes(name) === true);
    return `<section><h2 id="${anchor(name)}">${escape(name)}</h2><p>${escape(description)}</p>${own
      .map(({ path, method, operation }) => renderOperation(path, method, operation))
      .join('')}</section>`;
  });
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<details id="schema-${escape(name)}"><summary><code>${escape(name)}</code></summary><div>${renderFields(schema)}</div></details>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(info.title)} API</title><link rel="stylesheet" href="/docs/style.css"></head><body>
<header><h1>${escape(info.title)} API</h1>${paragraphs(info.description)}
<p>The same for machines: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1)</p></header>
<nav aria-label="Parts"><ul>${tags
    .map(({ name }) => `<li><a href="#${anchor(name)}">${escape(name)}</a></li>`)
    .join('')}<li><a href="#schemas">schemas</a></li></ul></nav>
<main>${groups.join('')}<section><h2 id="schemas">schemas</h2>${schemas.join('')}</section></main></body></html>`;
}

function renderOperation(path: string, method: string, operation: Operation): string {
  const { summary = '', description, parameters = [], requestBody, responses = {}, security } = operation;
  const rows = parameters.map((parameter) =>
    row(
      parameter.name,
      { ...parameter.schema, ...described(parameter.description) },
      parameter.required === true,
      parameter.in,
    ),
  );
  const bodies = Object.entries(requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h4>Body <code>${escape(type)}</code></h4>${schema ? renderFields(schema) : ''}`,
  );
  const results = Object.entries(responses).map(([status, { description: what = '', content = {} }]) => {
    const schemas = Object.values(content).flatMap(({ schema }) => (schema ? [typeOf(schema)] : []));
    return `<li><code>${escape(status)}</code> ${marked(what)} ${[...new Set(schemas)].join(' ')}</li>`;
  });
  return `<details><summary><span class="method">${escape(method.toUpperCase())}</span> <code>${escape(path)}</code>
<span class="what">${escape(summary)}</span></summary><div>${paragraphs(description)}${
    security === undefined ? '' : '<p>For officers: <code>Authorization: Bearer</code></p>'
  }${rows.length > 0 ? `<h4>Parameters</h4>${table(rows)}` : ''}${bodies.join('')}<h4>Answers</h4><ul>${results.join('')}</ul></div></details>`;
}

function described(description: string | undefined): { description?: string } {
  return description === undefined ? {} : { description };
}

function renderFields(schema: Schema): string {
  const { properties, required = [] } = schema;
  if (properties === undefined) return `<p>${typeOf(schema)}</p>`;
  return table(Object.entries(properties).map(([name, field]) => row(name, field, required.includes(name))));
}

function table(rows: readonly string[]): string {
  return `<table><thead><tr><th>Name</th><th>Type</th><th>About</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function row(name: string, schema: Schema, required: boolean, place?: string): string {
  const nested = schema.properties === undefined ? '' : renderFields(schema);
  const about = [marked(schema.description ?? ''), limitsOf(schema), nested]
    .filter((each) => each !== '')
    .join('<br>');
  return `<tr><td><code>${escape(name)}</code>${required ? ' <span class="required">required</span>' : ''}${
    place === undefined ? '' : ` <small>${escape(place)}</small>`
  }</td><td>${typeOf(schema)}</td><td>${about}</td></tr>`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? '';
    return `<a href="#schema-${escape(name)}">${escape(name)}</a>`;
  }
  if (schema.enum !== undefined)
    return schema.enum.map((each) => `<code>${escape(String(each))}</code>`).join(' ');
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  return escape([schema.type ?? 'any', schema.format ?? ''].flat().join(' ').trim());
}

function limitsOf({ minLength, maxLength, minimum, maximum, pattern }: Schema): string {
  const parts = [
    minLength === undefined || minLength === 0 ? '' : `at least ${minLength} characters`,
    maxLength === undefined ? '' : `at most ${maxLength} characters`,
    minimum === undefined ? '' : `from ${minimum}`,
    maximum === undefined ? '' : `to ${maximum}`,
    pattern === undefined ? '' : `<code>${escape(pattern)}</code>`,
  ];
  return parts.filter((each) => each !== '').join(', ');
}

function paragraphs(text: string | undefined): string {
  return (text ?? '')
    .split('\n\n')
    .filter((each) => each !== '')
    .map((each) => `<p>${marked(each)}</p>`)
    .join('');
}

/** What stands between backticks is code. */
function marked(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

/** An id has no blanks. */
function anchor(name: string): string {
  return escape(name.replaceAll(' ', '-'));
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
