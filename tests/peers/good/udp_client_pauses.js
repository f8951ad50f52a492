// check: client udp textbook
// finds:
// UDP client that takes its time before it sends: one line, one datagram, one answer.
const dgram = require('dgram');
const readline = require('readline');

const port = Number(process.argv[2] ?? 12000);
const keyboard = readline.createInterface({ input: process.stdin });

keyboard.once('line', line => {
  keyboard.close();
  const socket = dgram.createSocket('udp4');
  const fail = reason => {
    console.error('no answer:', reason);
    process.exitCode = 1;
    socket.close();
  };
  let timer;
  socket.on('error', error => {
    clearTimeout(timer);
    fail(error.message);
  });
  socket.on('message', answer => {
    clearTimeout(timer);
    console.log(answer.toString());
    socket.close();
  });
  setTimeout(() => socket.connect(port, 'localhost', () => {
    socket.send(line);
    timer = setTimeout(() => fail('none came in a second'), 1000);
  }), 1000);
});
