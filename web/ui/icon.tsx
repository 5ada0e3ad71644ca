/** Our own line icons on a 24-pixel grid. Always beside a word, so hidden from assistive technology. */

const PATHS = {
  video: 'M3 7h11v10H3zM14 11l7-4v10l-7-4',
  warning: 'M12 3 2 20h20zM12 10v4M12 17v.5',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5 21 21',
  print: 'M7 9V3h10v6M7 18H4v-8h16v8h-3M7 14h10v7H7z',
  back: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  check: 'M4 12.5 9.5 18 20 6.5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3.5 2',
  leave: 'M10 4H4v16h6M9 12h12M17 8l4 4-4 4',
  calendar: 'M4 6h16v15H4zM4 10h16M8 3v4M16 3v4',
  place: 'M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.800 12 21 12 21M12 7a2.500 2.500 0 1 0 0 5 2.500 2.500 0 0 0 0-5',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4 21c0-4.500 3.500-7 8-7s8 2.500 8 7',
  copy: 'M8 8h12v13H8zM16 8V3H4v13h4',
  plan: 'M4 5h7v6H4zM13 5h7v6h-7zM4 13h7v6H4zM13 16l2.500 2.500L20 13.500',
  key: 'M15 4a5 5 0 1 0 0 10 5 5 0 0 0 0-10M11.500 12.500 4 20v-3M7 17l2 2',
  lock: 'M6 11h12v10H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
  shield: 'M12 3 5 6v6c0 4.500 3 7.500 7 9 4-1.500 7-4.500 7-9V6z',
  people:
    'M9 5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7M2.500 20c0-3.500 3-6 6.500-6s6.500 2.500 6.500 6M16 5.500a3.500 3.500 0 0 1 0 6.500M18 14.500c2.200.800 3.500 2.800 3.500 5.500',
  message: 'M4 5h16v12H10l-5 4v-4H4z',
  help: 'M9 9a3 3 0 1 1 4.500 2.600c-1 .600-1.500 1.200-1.500 2.400M12 17v.500',
} as const

export function Icon({ name, size = 18 }: { name: keyof typeof PATHS; size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
