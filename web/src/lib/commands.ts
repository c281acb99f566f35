/** What single keys do: each part of the page offers its commands, the nearest one that can acts. */
import { useEffect, useRef } from 'react';

/** Returns false when it has nothing to do, so that the next offer is asked. */
type Command = () => boolean | void;
export type Commands = Partial<Record<string, Command>>;

interface Offer {
  priority: number;
  commands: { current: Commands };
}
const offers: Offer[] = [];

/** Runs the command of a key; true when somebody did. */
export function runCommand(name: string): boolean {
  const order = offers.toSorted((a, b) => b.priority - a.priority);
  return order.some((offer) => {
    const command = offer.commands.current[name];
    return command !== undefined && command() !== false;
  });
}

/** Offers commands while the component is there. Higher priority is asked first. */
export function useCommands(commands: Commands, priority = 0): void {
  const current = useRef(commands);
  useEffect(() => {
    current.current = commands;
  });
  useEffect(() => {
    const offer = { priority, commands: current };
    offers.unshift(offer);
    return () => void offers.splice(offers.indexOf(offer), 1);
  }, [priority]);
}
