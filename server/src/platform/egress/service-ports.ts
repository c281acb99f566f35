/**
 * Ports that are never read from. Feeds live on odd ports (8080, 8443, 3000, 2368, …), so everything
 * else is open: what protects the operator's own network is the check of the address. This list keeps
 * Tidings from being used against other people's mail, chat, database and control services, which
 * can be made to act on the text of an HTTP request.
 */

/** The "bad ports" of the WHATWG Fetch standard: browsers do not open them either. */
const fetchStandard = [
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137,
  139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/** Databases, caches, queues and control planes that answer to lines of text or to plain HTTP. */
const infrastructure = [
  445, 873, 1433, 1521, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 4222, 5432, 5672, 5900, 5984, 6379, 6443, 8500, 9042, 9092, 9200, 9300, 10250, 10255, 11211,
  11434, 27017,
];

const closed = new Set([0, ...fetchStandard, ...infrastructure]);

/** True for a port of a service that is not the web. */
export function isServicePort(port: number): boolean {
  return closed.has(port);
}
