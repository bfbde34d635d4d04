/**
 * What is carried out inside a publisher, so that what arrives at its port goes on to the cluster. It may be carried out
 * at any time: the rules are replaced in one transaction, and connections that are there stay where they are.
 */
import type { GatePort } from '../table/gate-table.ts';

const TABLE = 'ip wherry-gate';

export function publisherScript(port: GatePort): string {
  const rules = `nft -f - <<'RULES'\n${ruleset(port)}RULES\n`;
  // The way must be there before anybody is sent along it.
  const way = port.via === undefined ? [] : port.to.map((ip) => `ip route replace ${ip}/32 via ${port.via}\n`);
  const script = ['set -e\n', ...way, rules].join('');
  return port.protocol === 'udp' ? endingFlows(script, port) : script;
}

export function ruleset({ protocol, port, to, toPort }: GatePort): string {
  const targets = to.map((ip, index) => `${index} : ${ip}`).join(', ');
  const lead = `    ${protocol} dport ${port} dnat to numgen inc mod ${to.length} map { ${targets} } : ${toPort}\n`;
  return [
    // So that there is something to delete, whatever is there.
    `add table ${TABLE}\n`,
    `delete table ${TABLE}\n`,
    `table ${TABLE} {\n`,
    `  chain enter {\n    type nat hook prerouting priority dstnat; policy accept;\n`,
    // What is not led on finds nobody in here, and is refused by the kernel.
    to.length === 0 ? '' : lead,
    `  }\n`,
    // The answer has to come back by here.
    `  chain leave {\n    type nat hook postrouting priority srcnat; policy accept;\n`,
    `    ct status dnat masquerade fully-random\n  }\n`,
    // The kernel would tell clients of the shorter way, which knows nothing of the translation.
    `  chain tell {\n    type filter hook output priority filter; policy accept;\n`,
    `    icmp type redirect drop\n  }\n}\n`,
  ].join('');
}

/**
 * Connections end with their endpoint. Flows of datagrams would go on to where nobody answers for as long as somebody
 * sends: those to addresses that the rules led to before, and do not any more, are ended. So are those that were here
 * before the rules, which the kernel leaves as they began.
 */
function endingFlows(script: string, { to }: GatePort): string {
  return [
    `was="$(nft list chain ${TABLE} enter 2>/dev/null | grep -oE '[0-9]+([.][0-9]+){3}' || :) $(hostname -I)"\n`,
    script,
    // It fails when there is no such flow.
    `for ip in $was; do case ' ${to.join(' ')} ' in *" $ip "*) ;; *) conntrack -D -p udp --reply-src "$ip" >/dev/null 2>&1 || : ;; esac; done\n`,
  ].join('');
}
