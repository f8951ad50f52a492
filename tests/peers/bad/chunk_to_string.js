// check: server tcp loop
// finds: tcp/stream/split-character
// Server that makes a string of each piece that has come.
"use strict";
const net = require("net");

const server = net.createServer(socket => {
    socket.on("error", () => socket.destroy());
    socket.on("data", data => socket.write(data.toString().toUpperCase()));
});

server.listen(Number(process.argv[2] || 12000));
