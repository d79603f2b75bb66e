/**
 * What work that waits for nothing costs this thread, in seconds of its processor: a machine that is busy with something
 * else takes longer and costs the same, so a limit on it holds there too.
 */
export const cpuSeconds = (work: () => void): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1e6
}
