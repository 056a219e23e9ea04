export { driverContract } from './driver/driver-contract.ts';
export type { DriverUnderTest } from './driver/driver-contract.ts';
export { mongoUrl, natsUrl } from './servers.ts';
export type { TestServer } from './servers.ts';
