// check: server tcp line
// finds: tcp/stream/empty-line
// Line server that asks whether a line is there: an empty one is false.
"use strict";
const net = require("net");

const readline = require("readline");

const server = net.createServer({ allowHalfOpen: true }, socket => {
    socket.on("error", () => socket.destroy());
    const lines = readline.createInterface({ input: socket });
    lines.on("error", () => {});
    lines.on("line", line => {
        if (line) {
            socket.write(line.toUpperCase() + "\n");
        }
    });
    lines.on("close", () => socket.end());
});

server.listen(Number(process.argv[2] || 12000));
