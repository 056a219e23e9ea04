import type { IndexSpec } from '../query/query-plan.ts';

/** Whether two declarations mean the same index (MongoDB refuses to redefine one under its name). */
export function sameIndex(one: IndexSpec, other: IndexSpec): boolean {
  return signature(one) === signature(other);
}

function signature({ keys, unique, partial }: IndexSpec): string {
  return JSON.stringify([keys, unique, partial ?? null]);
}
