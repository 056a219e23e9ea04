export type * from './complaint-types.ts';
export type * from './directory-types.ts';
export type * from './figures-types.ts';
export type * from './officer-types.ts';
export type * from './portal-api.ts';
