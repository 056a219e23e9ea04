import { isObject } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';
import type { Projection } from '../query/query-syntax.ts';

/** The part of the document a projection asks for. The document given may be changed: it was read for this. */
export function project(document: PlainObject, projection: Projection | undefined): PlainObject {
  if (!projection) return document;
  if (projection.kind === 'exclude') {
    for (const path of projection.paths) exclude(document, path, 0);
    return document;
  }
  const result = include(document, projection.paths);
  const { _id: id, ...rest } = result;
  return projection.id && document['_id'] !== undefined
    ? { _id: document['_id'], ...rest }
    : id === undefined
      ? result
      : rest;
}

function exclude(value: unknown, path: readonly string[], at: number): void {
  if (Array.isArray(value)) {
    for (const element of value) if (isObject(element) || Array.isArray(element)) exclude(element, path, at);
  } else if (isObject(value)) {
    const name = path[at]!;
    if (at === path.length - 1) delete value[name];
    else exclude(value[name], path, at + 1);
  }
}

function include(object: PlainObject, paths: readonly (readonly string[])[]): PlainObject {
  const result: PlainObject = {};
  for (const [name, value] of Object.entries(object)) {
    const below = paths.filter((path) => path[0] === name);
    if (below.length === 0) continue;
    if (below.some((path) => path.length === 1)) {
      result[name] = value;
      continue;
    }
    const part = includeBelow(
      value,
      below.map((path) => path.slice(1)),
    );
    if (part !== undefined) result[name] = part;
  }
  return result;
}

/** A value that is no container cannot hold what is asked for: it is left out. */
function includeBelow(value: unknown, paths: readonly (readonly string[])[]): unknown {
  if (isObject(value)) return include(value, paths);
  if (!Array.isArray(value)) return undefined;
  return value.map((element) => includeBelow(element, paths)).filter((part) => part !== undefined);
}
