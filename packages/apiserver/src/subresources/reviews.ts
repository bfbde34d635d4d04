/** Reviews: questions about identity and access that are answered at once and never stored. */
import { invalid, type FieldError } from '@wherry/api';
import type { TokenReview } from '@wherry/api/authentication-v1';
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SelfSubjectRulesReview,
  SubjectAccessReview,
} from '@wherry/api/authorization-v1';
import type { KubeObject } from '@wherry/api/resources';
import {
  reviewAccess,
  reviewRules,
  reviewSelfAccess,
  validateAccessReview,
  validateLocalAccessReview,
  type SelectorParser,
} from '../auth/access-review.ts';
import { reviewSelf, reviewToken } from '../auth/token-review.ts';
import { fieldRequirements, labelRequirements } from '../filters/selector-requirements.ts';
import type { Api } from '../handlers/api.ts';
import { expectedOf } from '../handlers/create.ts';
import { decodeBody } from '../handlers/decode-body.ts';
import { placeObject, type Scope, type VerbHandler } from '../handlers/scope.ts';
import { sendObject } from '../handlers/send-object.ts';
import { readWriteOptions } from '../handlers/write-options.ts';

const parser: SelectorParser = { fieldSelector: fieldRequirements, labelSelector: labelRequirements };

type Answer = (object: KubeObject, scope: Scope) => object | Promise<object>;

/** The handlers of all reviews, by `create <plural>`. */
export function reviewHandlers(api: Api): readonly (readonly [string, VerbHandler])[] {
  const { authorizer, identity } = api;
  const answers: readonly (readonly [string, Answer])[] = [
    [
      'subjectaccessreviews',
      (object, scope) => {
        const { spec } = object as SubjectAccessReview;
        assertValid(validateAccessReview(spec, { self: false }), scope);
        return reviewAccess(spec, { authorizer, parser });
      },
    ],
    [
      'localsubjectaccessreviews',
      (object, scope) => {
        const { spec } = object as LocalSubjectAccessReview;
        assertValid(validateLocalAccessReview(spec, scope.info.namespace), scope);
        return reviewAccess(spec, { authorizer, parser });
      },
    ],
    [
      'selfsubjectaccessreviews',
      (object, scope) => {
        const { spec } = object as SelfSubjectAccessReview;
        assertValid(validateAccessReview(spec, { self: true }), scope);
        return reviewSelfAccess(spec, { user: scope.exchange.user, authorizer, parser });
      },
    ],
    [
      'selfsubjectrulesreviews',
      (object, { exchange }) => {
        const { spec } = object as SelfSubjectRulesReview;
        return reviewRules(spec.namespace ?? '', { user: exchange.user, resolver: identity.resolver });
      },
    ],
    ['tokenreviews', (object) => reviewToken((object as TokenReview).spec, identity)],
    ['selfsubjectreviews', (_object, { exchange }) => reviewSelf(exchange.user)],
  ];
  return answers.map(([plural, answer]) => [`create ${plural}`, reviewHandler(api, answer)]);
}

const reviewHandler =
  (api: Api, answer: Answer): VerbHandler =>
  async (scope) => {
    const { fieldValidation } = readWriteOptions(scope.info.query, 'CreateOptions');
    const object = await decodeBody(scope.exchange, expectedOf(scope), fieldValidation);
    placeObject(object, scope);
    const reviewed = { ...object, status: await answer(object, scope) };
    const { kind, version, group } = scope.served.resource;
    const typed = { kind, apiVersion: `${group}/${version}`, ...reviewed };
    sendObject(api, scope, { shown: { object: typed, text: JSON.stringify(typed) }, status: 201 });
  };

function assertValid(errors: readonly FieldError[], { served }: Scope): void {
  const { group, kind } = served.resource;
  if (errors.length > 0) throw invalid({ group, kind }, '', errors);
}
