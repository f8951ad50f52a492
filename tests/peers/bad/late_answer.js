// check: server tcp line
// finds: tcp/close/half-close
// Line server that answers a little later, when Node has ended the connection already.
"use strict";
const net = require("net");

const server = net.createServer(socket => {
    let buffer = "";
    socket.setEncoding("utf8");
    socket.on("error", () => socket.destroy());
    socket.on("data", text => {
        buffer += text;
        let end;
        while ((end = buffer.indexOf("\n")) >= 0) {
            const line = buffer.slice(0, end + 1);
            buffer = buffer.slice(end + 1);
            setTimeout(() => socket.writable && socket.write(line.toUpperCase()), 100);
        }
    });
});

server.listen(Number(process.argv[2] || 12000));
