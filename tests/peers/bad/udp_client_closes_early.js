// check: client udp textbook
// finds: udp/client/not-shown
// Closes the socket before the answer can come.
const dgram = require('dgram');
const readline = require('readline');

const port = Number(process.argv[2] ?? 12000);
const keyboard = readline.createInterface({ input: process.stdin });

keyboard.once('line', line => {
  keyboard.close();
  const socket = dgram.createSocket('udp4');
  const timer = setTimeout(() => fail('no answer'), 1000);
  const fail = reason => {
    console.error(reason);
    process.exit(1);
  };
  socket.on('error', error => fail(error.message));
  socket.on('message', answer => {
    clearTimeout(timer);
    console.log(answer.toString());
    socket.close();
  });
  socket.connect(port, '127.0.0.1', () => socket.send(line, () => {
    clearTimeout(timer);
    socket.close();
  }));
});
