// check: server tcp loop
// finds: tcp/stream/waits-for-end
// Server that answers in its "end" event.
"use strict";
const net = require("net");

const server = net.createServer({ allowHalfOpen: true }, socket => {
    let sentence = "";
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", text => { sentence += text; });
    socket.on("end", () => socket.end(sentence.toUpperCase()));
});

server.listen(Number(process.argv[2] || 12000));
