// check: server udp textbook
// finds: udp/answer/too-long udp/bind/ipv6
// Dies when the answer is longer than a datagram can be.
const dgram = require("dgram");

const port = Number(process.argv[2] || 12000);
const server = dgram.createSocket("udp4");
server.on("message", (message, client) => {
    server.send(message.toString().toUpperCase(), client.port, client.address, (error) => {
        if (error) {
            throw error;
        }
    });
});
server.bind(port);
