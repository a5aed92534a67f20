import { TextInput } from "@mantine/core";
import type { JSX } from "react";
import { useText } from "../words/words.ts";
import type { Chosen } from "./choose.ts";
import type { Draft } from "./draft.ts";

const quick = ["answer.yes", "answer.no", "answer.unknown"] as const;
type QuestionsProps = {
  readonly draft: Draft;
  readonly chosen: Chosen;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** The type's guided questions: one press for yes, no or unknown, or a few words. */
export function Questions({ draft, chosen, onChange }: QuestionsProps): JSX.Element | null {
  const text = useText("form");
  const questions = (chosen.incidentType ?? chosen.proposal?.incidentType)?.questions ?? [];
  const handleAnswer = (question: string, answer: string): void =>
    onChange({ answers: { ...draft.answers, [question]: answer } });
  if (questions.length === 0) return null;
  return (
    <fieldset className="questions">
      <legend>{text("questions")}</legend>
      {questions.map((question) => (
        <div key={question} className="question">
          <span>{question}</span>
          <TextInput
            size="xs"
            aria-label={question}
            value={draft.answers[question] ?? ""}
            maxLength={120}
            autoComplete="off"
            onChange={({ currentTarget }) => handleAnswer(question, currentTarget.value)}
          />
          <QuickAnswers answer={draft.answers[question]} onAnswer={(answer) => handleAnswer(question, answer)} />
        </div>
      ))}
    </fieldset>
  );
}

type QuickAnswersProps = { readonly answer: string | undefined; readonly onAnswer: (answer: string) => void };

function QuickAnswers({ answer, onAnswer }: QuickAnswersProps): JSX.Element {
  const text = useText("form");
  return (
    <span className="segments">
      {quick.map((key) => (
        <button
          key={key}
          type="button"
          aria-label={text(key)}
          aria-pressed={answer === text(key)}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onAnswer(text(key))}
        >
          {key === "answer.unknown" ? "?" : text(key)}
        </button>
      ))}
    </span>
  );
}
