/**
 * `--token-auth-file`: fixed tokens in a CSV file, one a line: `token,user,uid,"group1,group2"`. Read once, at start.
 */
import { createHash } from 'node:crypto';
import { apiAudiences, type TokenAuthenticator } from './token-authenticator.ts';
import { type UserInfo } from './user.ts';

/** A line of a token file that cannot be used. */
export class TokenFileError extends Error {
  override name = 'TokenFileError';
}

/**
 * Reads the text of a token file.
 *
 * @param path for messages.
 * @throws TokenFileError naming the line.
 */
export function parseTokenFile(text: string, path: string): Map<string, UserInfo> {
  const users = new Map<string, UserInfo>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === '') continue;
    const [token, name, uid, groups, ...more] = splitLine(line, `${path}:${index + 1}`);
    if (token === undefined || name === undefined || uid === undefined) {
      const found = [token, name].filter((column) => column !== undefined).length;
      throw new TokenFileError(
        `${path}:${index + 1}: must have at least 3 columns (token, user name, user uid), found ${found}`,
      );
    }
    if (more.length > 0)
      throw new TokenFileError(`${path}:${index + 1}: more than 4 columns: put groups in double quotes`);
    if (token === '') throw new TokenFileError(`${path}:${index + 1}: the token is empty`);
    if (users.has(digest(token)))
      throw new TokenFileError(`${path}:${index + 1}: the token is on an earlier line already`);
    users.set(digest(token), {
      name,
      ...(uid === '' ? {} : { uid }),
      groups: groups === undefined || groups === '' ? [] : groups.split(','),
      extra: {},
    });
  }
  return users;
}

/** Recognises the tokens of a file. */
export function tokenFileAuthenticator(
  users: ReadonlyMap<string, UserInfo>,
  { audiences: api }: { audiences: readonly string[] },
): TokenAuthenticator {
  return {
    authenticate(token, asked) {
      const user = users.get(digest(token));
      const audiences = apiAudiences(asked, api);
      return Promise.resolve(user === undefined || audiences === undefined ? undefined : { user, audiences });
    },
  };
}

// Comparing digests takes the same time however much of a guess is right.
function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64');
}

function splitLine(line: string, where: string): string[] {
  const columns: string[] = [];
  for (let rest: string | undefined = line; rest !== undefined;) {
    const quoted: RegExpExecArray | null = /^"((?:[^"]|"")*)"(?:,|$)/.exec(rest);
    const plain: RegExpExecArray | null = /^([^",]*)(?:,|$)/.exec(rest);
    const match: RegExpExecArray | null = quoted ?? plain;
    if (match === null) throw new TokenFileError(`${where}: a double quote where none may be`);
    columns.push(quoted === null ? (match[1] ?? '') : (match[1] ?? '').replaceAll('""', '"'));
    rest = match[0].endsWith(',') ? rest.slice(match[0].length) : undefined;
  }
  return columns;
}
