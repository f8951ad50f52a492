// Node's net and dgram. Bytes are upper-cased in place in the Buffer that Node hands over, and the
// same Buffer is sent; a socket that is full pauses its reading until it has drained. dgram looks
// every address up as a name: the lookup given here answers at once, since a peer's address is one.
'use strict';
const dgram = require('node:dgram');
const net = require('node:net');

// The upper case of each byte: a look-up, since a branch for every letter would be guessed wrong.
const upper = Uint8Array.from({ length: 256 }, (_, i) => (i >= 97 && i <= 122 ? i - 32 : i));

function toUpper(bytes) {
  for (let i = 0; i < bytes.length; i++) bytes[i] = upper[bytes[i]];
  return bytes;
}

function serveTcp(port) {
  const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (socket) => {
    socket.on('data', (bytes) => {
      if (!socket.write(toUpper(bytes))) socket.pause();
    });
    socket.on('drain', () => socket.resume());
    socket.on('end', () => socket.end());
    socket.on('error', () => socket.destroy());
  });
  server.listen({ port, host: '127.0.0.1', backlog: 4096 });
}

function serveUdp(port) {
  const lookup = (name, options, done) => done(null, name, 4);
  const socket = dgram.createSocket({ type: 'udp4', lookup, recvBufferSize: 4 * 1024 * 1024 });
  const ignore = () => {};
  socket.on('message', (bytes, peer) => {
    socket.send(toUpper(bytes), peer.port, peer.address, ignore);
  });
  socket.bind(port, '127.0.0.1');
}

const [transport, port] = process.argv.slice(2);
(transport === 'tcp' ? serveTcp : serveUdp)(Number(port));
