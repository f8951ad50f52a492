// check: client tcp textbook
// finds: tcp/client/shown-as-bytes
// Prints the Buffer that it receives.
const net = require('net');
const readline = require('readline');

const port = Number(process.argv[2] || 12000);
const socket = net.connect(port, '127.0.0.1');
const parts = [];
socket.setTimeout(2000, () => socket.destroy(new Error('no answer in time')));
socket.on('data', part => parts.push(part));
socket.on('error', error => {
    console.error(error.message);
    process.exit(1);
});
socket.on('end', () => {
    if (parts.length === 0) {
        console.error('no answer');
        process.exit(1);
    }
    console.log(Buffer.concat(parts));
    process.exit(0);
});
const keyboard = readline.createInterface({ input: process.stdin });
keyboard.once('line', line => {
    if (line === '') {
        process.exit(0);
    }
    socket.write(line);
});
keyboard.once('close', () => socket.end());
