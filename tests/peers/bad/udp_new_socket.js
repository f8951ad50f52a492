// check: server udp textbook
// finds: udp/answer/another-port udp/bind/ipv6
// Answers through a socket of its own.
const dgram = require("dgram");

const port = Number(process.argv[2] || 12000);
const server = dgram.createSocket("udp4");
server.on("message", (message, client) => {
    const answers = dgram.createSocket("udp4");
    answers.send(message.toString().toUpperCase(), client.port, client.address,
        () => answers.close());
});
server.bind(port);
