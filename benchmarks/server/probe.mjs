// Loaded into the server beside the example (node --import): tells what its process has taken of the cores so far, when
// the benchmark asks. What is measured is the example as it is.

process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMs: (user + system) / 1000, rssBytes: process.memoryUsage.rss() });
});
// listening keeps no process alive: the server ends by itself
process.channel?.unref();
