/**
 * The part of an address that belongs to one household or firm: an IPv4 address as it is, an IPv6 address as its /64,
 * because one customer has 2^64 addresses there and could spread tries over them.
 */
export function networkOf(address: string): string {
  const plain = address.toLowerCase().replace(/%.*$/, '')
  const mapped = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  if (mapped) return mapped[1]!
  if (!plain.includes(':')) return plain
  const [head = '', tail] = plain.split('::')
  const front = head.split(':').filter((part) => part !== '')
  const back = tail === undefined ? [] : tail.split(':').filter((part) => part !== '')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length)
  const parts = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  return `${parts
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
