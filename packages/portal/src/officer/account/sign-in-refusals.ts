import type { AppError } from '@lapor/kernel';
import { officerMessages } from '../../messages/officer-messages.ts';
import type { Page } from '../../shell/page.ts';
import { speaker } from '../../shell/speak.ts';

/** Too many wrong passwords: until when. */
export function lockedOut({ language }: Pick<Page, 'language'>, { extra }: AppError): string {
  const { retryAfterSeconds } = extra;
  const t = speaker(officerMessages)(language);
  return typeof retryAfterSeconds === 'number'
    ? t('lockedFor', { minutes: Math.ceil(retryAfterSeconds / 60) })
    : t('locked');
}
