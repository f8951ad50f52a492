// check: server tcp line
// finds: tcp/clients/mixed-up
// Line server that keeps half lines of all its clients in one place.
const net = require("net");

let pending = Buffer.alloc(0);

net.createServer((connection) => {
  connection.on("error", (error) => console.error(error.message));
  connection.on("end", () => {
    connection.end(pending.toString().toUpperCase());
    pending = Buffer.alloc(0);
  });
  connection.on("data", (data) => {
    pending = Buffer.concat([pending, data]);
    let end;
    while ((end = pending.indexOf(10)) >= 0) {
      connection.write(pending.subarray(0, end).toString().toUpperCase() + "\n");
      pending = pending.subarray(end + 1);
    }
  });
}).listen(Number(process.argv[2] ?? 12000));
