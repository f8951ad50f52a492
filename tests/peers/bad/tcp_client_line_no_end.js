// check: client tcp line
// finds: tcp/client/no-half-close
// Does not call end when its input has ended.
const net = require('net');
const readline = require('readline');

const port = Number(process.argv[2] || 12000);
const socket = net.connect(port, '127.0.0.1');
const keyboard = readline.createInterface({ input: process.stdin });
let asked = 0;
let shown = 0;
let limit;
socket.on('error', error => {
    console.error(error.message);
    process.exit(1);
});
readline.createInterface({ input: socket }).on('line', answer => {
    shown++;
    clearTimeout(limit);
    console.log(answer);
});
socket.on('end', () => {
    if (shown < asked) {
        console.error('the server closed without an answer');
        process.exitCode = 1;
    }
    clearTimeout(limit);
    keyboard.close();
});
keyboard.on('line', line => {
    asked++;
    clearTimeout(limit);
    limit = setTimeout(() => {
        console.error('no answer in time');
        process.exit(1);
    }, 2000);
    socket.write(line + '\n');
});
