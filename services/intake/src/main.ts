import { hostOne } from '@lapor/runtime/distributed';
import { start } from './service.ts';

// A container of its own, on MongoDB and NATS.
await hostOne('intake', start);
