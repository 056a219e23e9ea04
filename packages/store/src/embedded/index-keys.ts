import { EMPTY_ARRAY, isObject } from '../query/bson-order.ts';
import type { PlainObject } from '../query/bson-order.ts';

export interface IndexKeys {
  /** One tuple of values per entry: several when a path runs into an array. */
  readonly tuples: readonly (readonly unknown[])[];
  /** Which of the paths run into an array, by their place. */
  readonly arrays: readonly number[];
}

/** The database says it differently for an index and for a sort. */
export class ParallelArrays extends Error {}

/** A path not yet walked to its end, or a value already found. */
type Slot = { readonly rest: readonly string[] } | { readonly value: unknown };

/**
 * The keys MongoDB would give this document in an index over `paths`: a missing field is null, an array gives one
 * key per element, an empty one sorts before null. Only one array per key: two would be a cross product.
 */
export function indexKeys(document: PlainObject, paths: readonly (readonly string[])[]): IndexKeys {
  const tuples: unknown[][] = [];
  const arrays = collect(
    document,
    paths.map((rest) => ({ rest })),
    tuples,
  );
  return { tuples, arrays };
}

function collect(object: PlainObject, slots: readonly Slot[], into: unknown[][]): readonly number[] {
  let array: readonly unknown[] | undefined;
  const arrays: number[] = [];
  const after: (Slot | { readonly inArray: readonly string[] })[] = [];
  for (const [at, slot] of slots.entries()) {
    const walked = 'value' in slot ? slot : walk(object, slot.rest);
    if ('array' in walked) {
      if (array && array !== walked.array) {
        throw new ParallelArrays();
      }
      array = walked.array;
      arrays.push(at);
      after.push({ inArray: walked.rest });
    } else {
      after.push(walked);
    }
  }
  if (!array) {
    into.push(after.map((slot) => ('value' in slot ? slot.value : null)));
    return arrays;
  }
  for (const element of array.length === 0 ? [EMPTY_ARRAY] : array) {
    if (!isObject(element)) {
      // Nothing is below it: nearly all there is in arrays that are long.
      into.push(
        after.map((slot) => {
          if ('value' in slot) return slot.value;
          return 'inArray' in slot && slot.inArray.length === 0 ? element : null;
        }),
      );
      continue;
    }
    const next = after.map((slot): Slot => {
      if (!('inArray' in slot)) return slot;
      return slot.inArray.length === 0 ? { value: element } : { rest: slot.inArray };
    });
    collect(element, next, into);
  }
  return arrays;
}

type Walked =
  | { readonly value: unknown }
  | { readonly array: readonly unknown[]; readonly rest: readonly string[] };

/** Follows `path` down to its end or to the first array on the way. */
function walk(object: PlainObject, path: readonly string[]): Walked {
  let current: unknown = object;
  for (let at = 0; at < path.length; at++) {
    if (Array.isArray(current)) return { array: current, rest: path.slice(at) };
    const name = path[at]!;
    if (!isObject(current) || !Object.hasOwn(current, name)) return { value: null };
    current = current[name];
  }
  return Array.isArray(current) ? { array: current, rest: [] } : { value: current };
}
