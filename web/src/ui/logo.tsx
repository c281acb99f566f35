export function Logo({ size = 22 }: { size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.6"
      strokeLinecap="round"
      aria-hidden="true"
      className="flex-none text-tide"
    >
      <circle cx="5" cy="6" r="3.4" fill="currentColor" stroke="none" />
      <path d="M12 6h10" />
      <path d="M2 13.4c3.3-2.6 6.7-2.6 10 0s6.7 2.6 10 0" />
      <path d="M2 20c3.3-2.6 6.7-2.6 10 0s6.7 2.6 10 0" opacity=".45" />
    </svg>
  );
}
