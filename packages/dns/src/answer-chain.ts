/** The way of a question through the handlers: this list is the order. */
import type { Log } from '@wherry/component';
import { cluster, type ClusterOptions } from './handlers/cluster.ts';
import type { Handler } from './handlers/handler.ts';
import { reverse } from './handlers/reverse.ts';
import type { Answer, Question } from './message.ts';

export interface AnswerOptions extends ClusterOptions {
  /** Answers what is not the cluster's. */
  readonly forward: Handler;
  readonly log: Log;
}

export type AnswerFunction = (question: Question, signal: AbortSignal) => Promise<Answer>;

const FAILED: Answer = { code: 'SERVFAIL', authoritative: false, answers: [] };
const REFUSED: Answer = { code: 'REFUSED', authoritative: false, answers: [] };

/** Never rejects: what goes wrong is logged here and answered with SERVFAIL. */
export function answerChain(options: AnswerOptions): AnswerFunction {
  const handlers: readonly Handler[] = [cluster(options), reverse(options), options.forward];
  return async (question, signal) => {
    try {
      for (const handler of handlers) {
        const answer = await handler(question, signal);
        if (answer !== undefined) return await withAliases(answer, { question, handlers, signal });
      }
      return REFUSED;
    } catch (error) {
      options.log.info('question not answered', { name: question.name, type: question.type, error: String(error) });
      return FAILED;
    }
  };
}

interface Asking {
  readonly question: Question;
  readonly handlers: readonly Handler[];
  readonly signal: AbortSignal;
}

/** An alias of ours that leads elsewhere comes with what it leads to: clients do not ask again. */
async function withAliases(answer: Answer, { question, handlers, signal }: Asking): Promise<Answer> {
  const [alias] = answer.answers;
  if (!answer.authoritative || alias?.type !== 'CNAME' || question.type === 'CNAME') return answer;
  const target = { name: alias.data.toLowerCase().replace(/\.$/, ''), type: question.type };
  for (const handler of handlers) {
    const more = await handler(target, signal);
    if (more !== undefined) return { ...answer, answers: [alias, ...more.answers] };
  }
  return answer;
}
