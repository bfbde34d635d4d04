/** Role-based access control: a request is allowed when some rule of some role bound to its user allows it. */
import { type Attributes } from '../attributes.ts';
import { type Authorizer, formatAggregate, type Verdict } from '../authorize.ts';
import { describeGrant } from './describe-policy.ts';
import { ruleAllows } from './rule-allows.ts';
import { type GrantedRule, type RuleResolver } from './rule-resolver.ts';

/** Makes the authorizer; it never denies, as other authorizers may still allow. */
export function createRbacAuthorizer(resolver: RuleResolver): Authorizer {
  return {
    authorize(attributes) {
      const cluster = resolver.clusterRules(attributes.user);
      const allowed = allowedBy(cluster.rules, attributes);
      if (allowed !== undefined || attributes.namespace === '') return allowed ?? refused(cluster.errors);
      const local = resolver.namespaceRules(attributes.user, attributes.namespace);
      return allowedBy(local.rules, attributes) ?? refused([...cluster.errors, ...local.errors]);
    },
  };
}

function allowedBy(rules: readonly GrantedRule[], attributes: Attributes): Verdict | undefined {
  const granted = rules.find(({ rule }) => ruleAllows(rule, attributes));
  if (granted === undefined) return undefined;
  // The text is for audit and access reviews; most requests never ask for it.
  return {
    decision: 'allow',
    get reason() {
      return `RBAC: allowed by ${describeGrant(granted.binding, granted.subject)}`;
    },
  };
}

function refused(errors: readonly string[]): Verdict {
  return { decision: 'no-opinion', reason: errors.length === 0 ? '' : `RBAC: ${formatAggregate(errors)}` };
}
