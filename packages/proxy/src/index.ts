/** Services become reachable addresses on a node. */
export { nftCommand, NftError, type Nft } from './nftables/nft-command.ts';
export { rulesKeeper, type RulesKeeper } from './nftables/rules-keeper.ts';
export { serviceRuleset, type RulesetOptions } from './nftables/service-ruleset.ts';
export { startServiceRules, type ServiceRulesOptions } from './service-rules.ts';
export { planServiceTable, type TableEntry, type TableInput } from './service-table.ts';
