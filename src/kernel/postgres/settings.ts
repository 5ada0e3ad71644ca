import { join } from 'node:path'
import { SETTINGS_FILE, writeAs } from './cluster.ts'
import type { Home } from './home.ts'
import type { Listening } from './listening.ts'

/** Writes the server's settings and who may connect (everybody by password only, over the socket too). */
export function writeSettings(home: Home, listening: Listening, durable: boolean): void {
  const settings = Object.entries({
    ...whereItAnswers(listening),
    ...HOUSE_SETTINGS,
    ...(durable ? DURABLE : FAST_FOR_TESTS),
  })
  const lines = settings.map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
  writeAs(home.user, join(home.cluster, SETTINGS_FILE), lines.join(''))
  writeAs(home.user, join(home.cluster, 'pg_hba.conf'), WHO_MAY_CONNECT)
}

const WHO_MAY_CONNECT = `local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`

/** Errors are logged without statement, parameters and detail: those carry people's data ("Key (name)=(...) exists"). */
const HOUSE_SETTINGS = {
  max_connections: '60',
  shared_buffers: '64MB',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '%m [%p] ',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

const DURABLE = { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' }

const FAST_FOR_TESTS = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

function whereItAnswers({ host, port }: Listening): Record<string, string> {
  const socket = host.startsWith('/')
  return {
    listen_addresses: socket ? '' : host,
    unix_socket_directories: socket ? host : '',
    unix_socket_permissions: '0700',
    port: String(port),
  }
}
