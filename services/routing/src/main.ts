import { hostOne } from '@lapor/runtime/distributed';
import { start } from './service.ts';

await hostOne('routing', start);
