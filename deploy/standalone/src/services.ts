import { start as directory } from '@lapor/agency-directory';
import { start as intake } from '@lapor/intake';
import { start as notification } from '@lapor/notification';
import { start as reporting } from '@lapor/reporting';
import { start as routing } from '@lapor/routing';
import type { ServiceName, StartService } from '@lapor/runtime';

/** What this installation runs. */
export const services: Readonly<Record<ServiceName, StartService>> = {
  directory,
  intake,
  notification,
  reporting,
  routing,
};
