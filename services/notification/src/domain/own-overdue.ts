/** `path`: those above it from the root, itself last. */
export interface CountedBody {
  readonly agencyId: string;
  readonly path: readonly string[];
  readonly overdue: number;
  readonly urgent: number;
}

/** Counts of a body come with everything below it: what bodies below have that are counted themselves is theirs, once. */
export function ownOverdue<Body extends CountedBody>(bodies: readonly Body[]): readonly Body[] {
  const counted = new Set(bodies.map(({ agencyId }) => agencyId));
  const below = new Map<string, { overdue: number; urgent: number }>();
  for (const { path, overdue, urgent } of bodies) {
    const over = path.slice(0, -1).findLast((id) => counted.has(id));
    if (over === undefined) continue;
    const sum = below.get(over) ?? { overdue: 0, urgent: 0 };
    below.set(over, { overdue: sum.overdue + overdue, urgent: sum.urgent + urgent });
  }
  return bodies.map((body) => {
    const theirs = below.get(body.agencyId);
    if (theirs === undefined) return body;
    // They were counted one after the other: a case that moved meanwhile must not make less than nothing.
    const left = (all: number, of: number) => Math.max(0, all - of);
    return {
      ...body,
      overdue: left(body.overdue, theirs.overdue),
      urgent: left(body.urgent, theirs.urgent),
    };
  });
}
