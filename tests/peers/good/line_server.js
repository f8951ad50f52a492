// check: server tcp line
// finds:
// Concurrent line server: one thread and events, an answer for each line.
const net = require('net');

const port = Number(process.argv[2] ?? 12000);

function upper(bytes) {
  return bytes.toString('utf8').toUpperCase();
}

const server = net.createServer({ allowHalfOpen: true, noDelay: true }, client => {
  let rest = [];
  client.on('error', error => console.error('a client is gone:', error.message));
  client.on('data', bytes => {
    let end;
    while ((end = bytes.indexOf(10)) >= 0) {
      const line = Buffer.concat([...rest, bytes.subarray(0, end + 1)]);
      rest = [];
      bytes = bytes.subarray(end + 1);
      if (!client.write(upper(line))) {
        client.pause();
      }
    }
    if (bytes.length > 0) {
      rest.push(bytes);
    }
  });
  client.on('drain', () => client.resume());
  client.on('end', () => client.end(upper(Buffer.concat(rest))));
});
server.on('error', error => {
  console.error(error.message);
  process.exit(1);
});
server.listen(port);
