// Which call is of which kind, and where it has its place in time.

const groups = {
  socket: ["socket", "socketpair"],
  bind: ["bind"],
  listen: ["listen"],
  connect: ["connect"],
  accept: ["accept", "accept4"],
  send: ["send", "sendto", "sendmsg", "sendmmsg", "write", "writev", "sendfile", "splice"],
  receive: ["recv", "recvfrom", "recvmsg", "recvmmsg", "read", "readv"],
  wait: ["poll", "ppoll", "select", "pselect6", "epoll_wait", "epoll_pwait", "epoll_pwait2"],
  shutdown: ["shutdown"],
  close: ["close"],
};
const groupOf = new Map(
  Object.entries(groups).flatMap(([group, calls]) => calls.map(call => [call, group])));

/** The row of the call table that a call belongs to: "send" for sendto(2). */
export const callGroup = call => groupOf.get(call) ?? "other";

const returns = new Set(["receive", "accept", "wait"]);
const blocked = 50;

/** When an event has its place: a call where it began, for what it causes comes after it; one that
 *  waited where it returned, for what it waited for came before. */
export const when = event => (event.kind === "call" && !event.waiting
  && (event.took >= blocked || returns.has(callGroup(event.call)))
  ? event.t + event.took : event.t);
