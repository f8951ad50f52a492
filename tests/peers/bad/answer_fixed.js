// check: server tcp loop
// finds: tcp/answer/wrong
// Answers the same whatever was asked.
const net = require("net");

const port = Number(process.argv[2] || 12000);
net.createServer((socket) => {
    socket.on("data", () => socket.write("OK"));
    socket.on("error", () => {});
}).listen(port);
