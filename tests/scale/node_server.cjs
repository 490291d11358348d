// The reference: Socket.IO's own server for Node.js at the limit server's work. Needs the package `socket.io` where
// Node.js finds it (NODE_PATH); usage: node node_server.cjs PORT MESSAGES.
"use strict";
const fs = require("node:fs");
const http = require("node:http");
const { Server } = require("socket.io");

const [port, messages] = process.argv.slice(2);
const change = JSON.parse(fs.readFileSync(messages, "utf8")).change;
let seq = 0;

const web = http.createServer((_, answer) => {
  answer.setHeader("Content-Type", "application/json");
  answer.end('{"ok":true,"loop_lag_ms_max":0}');
});
const room = new Server(web, { perMessageDeflate: false, transports: ["websocket"] }).of("/meeting");

room.on("connection", (socket) => {
  const answered = (name, reply) => socket.on(name, (body, done) => done(reply(body ?? {})));
  answered("resume", (body) => ({ after: body.seq, upto: seq, panels: {} }));
  answered("beat", () => ({}));
  answered("do", () => {
    const batch = { after: seq, upto: (seq += 1), panels: change };
    room.emit("panels", batch);
    return { ok: true, upto: seq };
  });
});
web.listen(Number(port), "127.0.0.1");
