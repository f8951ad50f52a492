// With a link between there are two flows for one way: from the client to the link, and on from
// the link to the server.

/** A function that tells of a flow which half it is, "left" or "right"; null without a link. */
export function legs(world) {
  const links = new Set([...world.processes.values()]
    .filter(process => process.isLink).map(process => process.process));
  if (links.size === 0) return null;
  const addresses = new Set();
  for (const socket of world.sockets.values()) {
    if (![...socket.processes].some(process => links.has(process))) continue;
    if (socket.local) addresses.add(socket.local);
  }
  return flow => (links.has(flow.processes.server) || addresses.has(flow.server) ? "left"
    : links.has(flow.processes.client) || addresses.has(flow.client) ? "right" : null);
}
