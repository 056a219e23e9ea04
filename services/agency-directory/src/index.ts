export { start } from './service.ts';
export { loadDemoComplaints, loadDemoGovernments } from './reference/load-demo.ts';
export type { DemoComplaint, DemoGovernment } from './reference/load-demo.ts';
