/** Names of time zones, as Go's library knows them: those of the IANA database, spelled exactly so. */

/** Whether there is a time zone of that name. */
export function isTimeZone(name: string): boolean {
  // An offset such as +01:00 is no name, although it would do here.
  if (!/^[A-Za-z]/.test(name)) {
    return false;
  }
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId === name;
  } catch {
    return false;
  }
}
