export { driverContract } from './driver-contract.ts';
export type { DriverUnderTest } from './driver-contract.ts';
export { mongoUrl, natsUrl } from './servers.ts';
export type { TestServer } from './servers.ts';
