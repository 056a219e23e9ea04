import { createHash } from 'node:crypto';
import type { Issue } from '@lapor/kernel';
import { releaseMessages } from '../../messages/release-messages.ts';
import type { HiddenArea, ReleaseDraft, ReleaseWish } from '../../release-types.ts';
import type { FormValues } from '../../shell/form-values.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';

/** Rows for areas beside each photo: some are always free. */
const FEWEST_AREAS = 4;
const FREE_AREAS = 2;
export const MOST_AREAS = 20;
export const SIDES = ['left', 'top', 'width', 'height'] as const;
export type Side = (typeof SIDES)[number];

export const areaField = (photo: number, row: number, side: Side) => `area-${photo}-${row}-${side}`;
export const photoField = (photo: number) => `foto-${photo}`;
export const stepField = (seq: number) => `tahap-${seq}`;
export const suggestionField = (index: number) => `hitam-${index}`;

export function rowsFor(filled: number): number {
  return Math.min(MOST_AREAS, Math.max(FEWEST_AREAS, filled + FREE_AREAS));
}

/** What the form asks for, and what of it cannot be. */
export function readWish(
  page: Page,
  draft: ReleaseDraft,
  values: FormValues,
): { readonly wish: ReleaseWish; readonly issues: readonly Issue[] } {
  const t = speaker(releaseMessages)(page.language);
  const issues: Issue[] = [];
  const photos = draft.photos.flatMap(({ id }, photo) => {
    const hide: HiddenArea[] = [];
    for (let row = 0; row < MOST_AREAS; row += 1) {
      const area = readArea(values, photo, row);
      if (area === 'broken') {
        const rule = t('areaWhole', { photo: photo + 1, number: row + 1 });
        issues.push({ field: areaField(photo, row, 'left'), rule });
      } else if (area !== undefined) hide.push(area);
    }
    return values.ticked(photoField(photo)) ? [{ id, hide }] : [];
  });
  const steps = draft.steps.map(({ seq }) => seq).filter((seq) => values.ticked(stepField(seq)));
  const suggested = draft.suggestions.flatMap((_each, index) => values.text(suggestionField(index)) ?? []);
  const typed = values
    .typed('kata')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const report = values.ticked('laporan');
  if (!report && steps.length === 0 && photos.length === 0)
    issues.push({ field: 'laporan', rule: t('nothing') });
  return { wish: { report, steps, photos, hide: [...new Set([...suggested, ...typed])] }, issues };
}

/** Undefined for a row that is empty. */
function readArea(values: FormValues, photo: number, row: number): HiddenArea | 'broken' | undefined {
  const typed = SIDES.map((side) => values.text(areaField(photo, row, side)));
  if (typed.every((each) => each === undefined)) return undefined;
  // A comma, as people write it here.
  const numbers = typed.map((each) => Number((each ?? '').replace(',', '.') || Number.NaN));
  if (numbers.some((each) => !(each >= 0 && each <= 100))) return 'broken';
  const [left = 0, top = 0, width = 0, height = 0] = numbers;
  return width > 0 && height > 0 ? { left, top, width, height } : 'broken';
}

/** Of what was looked at in the preview: what is made public is that very thing. */
export function digestOf(wish: ReleaseWish): string {
  return createHash('sha256').update(JSON.stringify(wish)).digest('base64url').slice(0, 22);
}
