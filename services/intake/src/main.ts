import { hostOne } from '@lapor/runtime';
import { start } from './service.ts';

// A container of its own, on MongoDB and NATS.
await hostOne('intake', start);
