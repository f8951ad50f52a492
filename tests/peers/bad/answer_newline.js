// check: server tcp textbook
// finds: tcp/answer/longer tcp/stream/split-write
// Writes a newline behind its answer.
const net = require("net");

const port = Number(process.argv[2] || 12000);
net.createServer((socket) => {
    socket.once("data", (data) => socket.end(data.toString().toUpperCase() + "\n"));
    socket.on("error", () => {});
}).listen(port);
