import { hostOne } from '@lapor/runtime';
import { start } from './service.ts';

await hostOne('reporting', start);
