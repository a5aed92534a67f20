/** A clock in a worker: a tab in the background slows its own timers, and a desk that misses beats counts as gone. */
setInterval(() => postMessage(null), 500);
