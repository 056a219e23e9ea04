export type * from './clock-rules-types.ts';
export { POLICY_NUMBERS } from './clock-rules-types.ts';
export type * from './complaint-types.ts';
export type * from './directory-types.ts';
export type * from './figures-types.ts';
export type * from './officer-types.ts';
export type * from './portal-api.ts';
export { portalPlugin } from './portal-plugin.ts';
export type { PortalOptions } from './portal-plugin.ts';
