import type { JSX, ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** The key that does the same, as printed on the keyboard. */
export function KeyCap({ children }: { readonly children: ReactNode }): JSX.Element {
  return <kbd className="key">{children}</kbd>;
}

type ButtonProps = {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly look?: "plain" | "primary" | "go" | "end" | "quiet";
  readonly size?: "normal" | "main";
  readonly icon?: IconName;
  readonly keyCap?: string;
  readonly disabled?: boolean;
  readonly pressed?: boolean;
  readonly testId?: string;
  readonly title?: string;
};

/** Every button: icon, words, key. Focus stays where the operator was typing when pressed by mouse. */
export function Button(props: ButtonProps): JSX.Element {
  const { children, onPress, look = "plain", size = "normal", icon, keyCap, disabled, pressed, testId, title } = props;
  return (
    <button
      type="button"
      className={`button ${look} ${size}`}
      onClick={onPress}
      onMouseDown={(event) => event.preventDefault()}
      disabled={disabled}
      aria-pressed={pressed}
      aria-keyshortcuts={keyCap}
      data-testid={testId}
      title={title}
    >
      {keyCap !== undefined && <KeyCap>{keyCap}</KeyCap>}
      {icon !== undefined && <Icon name={icon} />}
      <span>{children}</span>
    </button>
  );
}
