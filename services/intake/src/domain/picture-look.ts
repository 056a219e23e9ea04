/** How many fields a picture is looked at in, each way: more tell more pictures apart, fewer bear more of saving and sending. */
export const FIELDS = 10;
/** Steps between fields that are so small that saving the picture again may turn them. */
const UNSURE = 10;
/** So many of them turn at once. */
const MOST_TURNED = 3;
/** A step that stands out, in shades of 256; with fewer of them a picture is a wall, or the night. */
const STANDS_OUT = 2;
const TELLING = 40;

/** How a picture looks: whether it grows lighter from each field to the next on the right (dHash), and where that is all but even. */
export interface Look {
  /** "0110…", row by row; or of a picture without features what its bytes come to. */
  readonly steps: string;
  readonly unsure: readonly number[];
}

/** @param grey shades of FIELDS rows with one field more in each. Undefined: there is too little to tell it by */
export function lookOfShades(grey: Uint8Array): Look | undefined {
  const steps: number[] = [];
  for (let row = 0; row < FIELDS; row += 1)
    for (let at = row * (FIELDS + 1); at < row * (FIELDS + 1) + FIELDS; at += 1)
      steps.push((grey[at + 1] ?? 0) - (grey[at] ?? 0));
  if (steps.filter((step) => Math.abs(step) >= STANDS_OUT).length < TELLING) return undefined;
  const smallest = steps.map((step, at) => ({ at, size: Math.abs(step - 0.5) }));
  smallest.sort((one, other) => one.size - other.size);
  return {
    steps: steps.map((step) => (step > 0 ? '1' : '0')).join(''),
    unsure: smallest.slice(0, UNSURE).map(({ at }) => at),
  };
}

/** How the same picture may look, saved in another quality or size: its own look first. */
export function looksLike({ steps, unsure }: Look): readonly string[] {
  let looks: readonly { readonly steps: string; readonly turned: number }[] = [{ steps, turned: 0 }];
  for (const at of unsure)
    looks = looks.flatMap((look) =>
      look.turned === MOST_TURNED ? [look] : [look, { steps: turn(look.steps, at), turned: look.turned + 1 }],
    );
  return looks.map((look) => look.steps);
}

function turn(steps: string, at: number): string {
  return `${steps.slice(0, at)}${steps[at] === '1' ? '0' : '1'}${steps.slice(at + 1)}`;
}
