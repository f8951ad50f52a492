// check: client tcp auto
// finds:
// Asks once it is connected: a line that was typed before that is lost to Node's readline.
const net = require("node:net");
const readline = require("node:readline");

const port = Number(process.argv[2] ?? 12000);
const keyboard = readline.createInterface({ input: process.stdin, output: process.stdout });
const socket = net.connect(port, "localhost");
let answer = "";
let isWhole = false;

function fail(text) {
  console.error(text);
  process.exitCode = 1;
  keyboard.close();
  socket.destroy();
}

socket.setEncoding("utf8");
socket.setTimeout(5000, () => fail("no answer within 5 seconds"));
socket.on("connect", () => {
  keyboard.on("close", () => socket.end());
  keyboard.question("Input lowercase sentence: ", (line) => socket.write(line + "\n"));
});
socket.on("data", (part) => {
  answer += part;
  if (!isWhole && answer.includes("\n")) {
    isWhole = true;
    console.log("From server: " + answer.slice(0, answer.indexOf("\n")));
    keyboard.close();
    socket.destroy();
  }
});
socket.on("end", () => {
  if (!isWhole) fail("the server closed before its answer was whole");
});
socket.on("error", (error) => fail(error.message));
