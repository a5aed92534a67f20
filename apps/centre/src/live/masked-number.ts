/**
 * A number as a screen without the right to see it shows it: enough to recognise it, too little to dial.
 * Indonesian numbers in the form spoken in the room: `+6281234564417` → `0812 •••• 4417`.
 */
export function maskedNumber(number: string): string {
  if (number.length <= 6) return `•••${number.slice(-2)}`;
  const spoken = number.startsWith("+62") ? `0${number.slice(3)}` : number;
  return `${spoken.slice(0, 4)} •••• ${spoken.slice(-4)}`;
}
