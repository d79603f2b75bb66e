const NAMES = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

const refuse = (cron: string, why: string): never => {
  throw new Error(`The schedule ${cron} can't be a systemd timer: ${why}`)
}

/** One field: numbers, lists, ranges and steps mean the same in both, written a little differently. */
const fieldOf = (field: string, first: number, cron: string): string => {
  const entries = field.split(',').map((entry) => {
    const [, from, to, step] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(entry) ?? refuse(cron, `${entry} is no number, range or step`)
    if (from === undefined) return step === undefined ? '*' : `${first}/${step}`
    const range = to === undefined ? from.padStart(2, '0') : `${from.padStart(2, '0')}..${to.padStart(2, '0')}`
    return step === undefined ? range : `${range}/${step}`
  })
  return entries.includes('*') ? '*' : entries.join(',')
}

const daysOf = (field: string, cron: string): string => {
  if (field === '*') return ''
  const nameOf = (day: string): string => NAMES[Number(day)] ?? refuse(cron, `${day} is no day of the week`)
  const entries = field.split(',').map((entry) => {
    const [, from = '', to] = /^(\d)(?:-(\d))?$/.exec(entry) ?? refuse(cron, `${entry} is no day of the week`)
    return to === undefined ? nameOf(from) : `${nameOf(from)}..${nameOf(to)}`
  })
  return `${entries.join(',')} `
}

/** A cron expression of five fields, UTC, as `OnCalendar=` takes it (systemd.time(7)). */
export const systemdCalendarOf = (cron: string): string => {
  const [minute, hour, day, month, weekday, ...rest] = cron.split(' ')
  if (minute === undefined || hour === undefined || day === undefined || month === undefined || weekday === undefined || rest.length > 0)
    return refuse(cron, 'it has not five fields')
  // Cron takes either of the two days, systemd would want both.
  if (day !== '*' && weekday !== '*') return refuse(cron, 'it names days both of the month and of the week')
  const date = `*-${fieldOf(month, 1, cron)}-${fieldOf(day, 1, cron)}`
  return `${daysOf(weekday, cron)}${date} ${fieldOf(hour, 0, cron)}:${fieldOf(minute, 0, cron)}:00 UTC`
}
