import { AppError, normalizeTrackingId } from '@lapor/kernel';

/** @throws AppError not_found for what cannot be a tracking id */
export function getTrackingId(typed: string): string {
  const id = normalizeTrackingId(typed);
  if (id === undefined) throw new AppError('not_found', 'this is no tracking id');
  return id;
}
