// check: server udp textbook
// finds:
// UDP server: one socket for all, each datagram answered where it came from.
const dgram = require('dgram');

const server = dgram.createSocket('udp6');
server.on('error', error => {
  console.error(error.message);
  process.exit(1);
});
server.on('message', (question, client) => {
  server.send(question.toString('utf8').toUpperCase(), client.port, client.address, error => {
    if (error) {
      console.error('not sent:', error.message);
    }
  });
});
server.bind(Number(process.argv[2] ?? 12000));
