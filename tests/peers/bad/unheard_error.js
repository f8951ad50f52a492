// check: server tcp line
// finds: tcp/reset/while-reading
// Line server that does not listen for the errors of its connections.
const net = require("net");
const readline = require("readline");

net.createServer((connection) => {
  readline.createInterface({ input: connection, crlfDelay: 0 }).on("line", (line) => {
    connection.write(line.toUpperCase() + "\n");
  });
}).listen(Number(process.argv[2] ?? 12000));
