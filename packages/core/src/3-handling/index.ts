export { answer, answerElsewhere, refuseAccept } from "./answer.ts";
export {
  answerCallback,
  callbackDialling,
  closeCallback,
  closeCallbackOf,
  dialCallback,
  endCallback,
  openCallback,
  refuseCallback,
  refuseCloseCallback,
  releaseCallback,
} from "./callback.ts";
export { nextCallState } from "./call-state.ts";
export { classify, refuseUndo, undoClassification } from "./classification.ts";
export { connectDesk, loseDesk } from "./desk-link.ts";
export { endCongested, failCall, hangUp, leaveFallback, loseCall, refuseRelease, release } from "./end-call.ts";
export { hold, refuseHold, refuseResume, resume } from "./hold.ts";
export {
  connect,
  keepQuality,
  keepRecording,
  missAudio,
  noteInterruption,
  receiveDigit,
  regainAudio,
} from "./line-quality.ts";
export { nextOperatorState } from "./operator-state.ts";
export { makeReady, pause, refusePause, refuseReady } from "./readiness.ts";
export { refuseSignIn, refuseSignOut, signIn, signOut } from "./sign-in.ts";
export { endWrapUp, lapseWrapUp, refuseWrapUp } from "./wrap-up.ts";
