/**
 * The user name that a host wants beside a token. Most take any, and know the token by itself; these want their own:
 * https://docs.gitlab.com/topics/git/clone/#clone-using-a-token and
 * https://support.atlassian.com/bitbucket-cloud/docs/using-access-tokens/
 */
export const defaultUsername = (origin: string): string => {
  const host = new URL(origin).hostname
  if (host === 'bitbucket.org') return 'x-token-auth'
  if (host === 'gitlab.com' || host.startsWith('gitlab.')) return 'oauth2'
  return 'x-access-token'
}
