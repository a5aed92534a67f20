export { accept } from "./accept.ts";
export { arrange, arrangementOf, hasCaller, isSendingOn, isWithOthers, partiesOf } from "./arrange.ts";
export { answerElsewhere, refuseAccept } from "./answer.ts";
export {
  answerCallback,
  callbackDialling,
  callbackHeard,
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
export { endCongested, failCall, hangUp, leaveFallback, loseCall } from "./end-call.ts";
export { hold, refuseHold, refuseResume } from "./hold.ts";
export {
  connect,
  keepQuality,
  keepRecording,
  missAudio,
  noteInterruption,
  receiveDigit,
  regainAudio,
} from "./line-quality.ts";
export { considerParking, park, refusePark } from "./park.ts";
export { referParty, refuseParty, requestParty } from "./party.ts";
export {
  answerParty,
  endParty,
  giveUpParty,
  giveUpSilentDesks,
  helpLeftAlone,
  refusePartyOf,
  releaseParty,
} from "./party-end.ts";
export { nextPartyState } from "./party-state.ts";
export { outlastHold } from "./recall.ts";
export { refuseRelease, release } from "./release.ts";
export { holdParty, refuseHoldParty, refuseResumeParty, resumeParty, takeCaller } from "./take-back.ts";
export { completeTransfer, confer, refuseComplete, refuseConference, refuseReturn, returnToCall } from "./transfer.ts";
export { nextOperatorState } from "./operator-state.ts";
export { makeReady, pause, refusePause, refuseReady } from "./readiness.ts";
export { refuseSignIn, refuseSignOut, signIn, signOut } from "./sign-in.ts";
export { endWrapUp, lapseWrapUp, refuseWrapUp } from "./wrap-up.ts";
