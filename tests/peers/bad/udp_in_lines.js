// check: server udp textbook
// finds: udp/answer/split udp/bind/ipv6
// Answers each line by a datagram of its own.
const dgram = require("dgram");

const port = Number(process.argv[2] || 12000);
const server = dgram.createSocket("udp4");
server.on("message", (message, client) => {
    for (const line of message.toString().split("\n")) {
        server.send(line.toUpperCase(), client.port, client.address, () => {});
    }
});
server.bind(port);
