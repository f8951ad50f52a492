// check: server tcp echo
// finds: tcp/end/never-closed
// Echo server that lets its half of each connection stay.
const net = require("net");

net.createServer({ allowHalfOpen: true }, (connection) => {
  connection.on("data", (data) => connection.write(data));
  connection.on("error", (error) => console.error(error.message));
}).listen(Number(process.argv[2] ?? 12000));
