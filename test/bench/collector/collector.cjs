// What no extension can do from outside: empties the extension host of garbage, and says its process.
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { commands, window } = require("vscode");

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");
let times = 0;

exports.activate = ({ subscriptions }) => {
	subscriptions.push(
		commands.registerCommand("bench.collect", async () => {
			// What the first one finds may hold more, which is let go of between two.
			for (let turn = 0; turn < 3; turn++) {
				collect();
				await new Promise((resolve) => setImmediate(resolve));
			}
			const { heapUsed, arrayBuffers } = process.memoryUsage();
			times++;
			window.setStatusBarMessage(`collected ${times} ${process.pid} ${heapUsed} ${arrayBuffers}`);
		}),
	);
};
