// check: server udp textbook
// finds: udp/bind/shared-port udp/bind/ipv6
// Lets a second instance have its port.
const dgram = require("dgram");

const port = Number(process.argv[2] || 12000);
const server = dgram.createSocket({ type: "udp4", reuseAddr: true });
server.on("message", (message, client) => {
    server.send(message.toString().toUpperCase(), client.port, client.address, () => {});
});
server.bind(port);
