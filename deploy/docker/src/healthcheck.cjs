// Asks the process in this container whether it and all it needs is up. Exit code 0: yes.
// Runs every few seconds for ever: a bare socket in plain JavaScript costs a quarter of what fetch in TypeScript does.
const { connect } = require('node:net');

const PATIENCE_MILLISECONDS = 4_000;
const port = Number(process.env.LAPOR_OPS_PORT || 9464);
const socket = connect({ host: '127.0.0.1', port, timeout: PATIENCE_MILLISECONDS }, () => {
  socket.write('GET /readyz HTTP/1.0\r\n\r\n');
});
socket.once('data', (bytes) => process.exit(/^HTTP\/1\.\d 200 /.test(bytes.toString('latin1')) ? 0 : 1));
socket.once('timeout', () => process.exit(1));
socket.once('end', () => process.exit(1));
// Not listening yet, or no longer.
socket.once('error', () => process.exit(1));
