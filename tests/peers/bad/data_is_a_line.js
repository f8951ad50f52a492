// check: server tcp line
// finds: tcp/stream/split-write
// Line server that takes each "data" event for one line.
"use strict";
const net = require("net");

const server = net.createServer(socket => {
    socket.on("error", () => socket.destroy());
    socket.on("data", data => socket.write(data.toString().trimEnd().toUpperCase() + "\n"));
});

server.listen(Number(process.argv[2] || 12000));
