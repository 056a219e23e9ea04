import { start as notification } from '@lapor/notification';
import type { ServiceName, StartService } from '@lapor/runtime';

/** What this installation runs. */
export const services: Readonly<Partial<Record<ServiceName, StartService>>> = { notification };
