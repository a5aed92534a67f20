export {
  announceUnoffered,
  announce,
  completePrompt,
  firstPrompt,
  isRecorded,
  outlastRinging,
} from "./announcement.ts";
export { offer, declineOffer, lapseOffer, refuseDecline, withdrawOffers } from "./offer.ts";
export { overflowEmptyRoom, overrun } from "./overflow.ts";
export { comesBefore, inOrder, placeOf } from "./priority.ts";
export { closeBulletin, leaveBulletin, openBulletin, refuseBulletin } from "./bulletin.ts";
export {
  askAgain,
  askWaiting,
  challengePrompt,
  hearSpeech,
  isUnproven,
  lapseChallenge,
  takeDigit,
} from "./challenge.ts";
export {
  beginGlance,
  endGlances,
  glanceEndsAt,
  lapseGlance,
  refuseFinding,
  refuseGlance,
  reportGlance,
  worthGlance,
} from "./glance.ts";
export { inLine, isToldParked, lineNow, roomNow, triageOf, type WaitsFor, waitsFor } from "./line.ts";
export { placeFor, tellsNobodyApart } from "./place.ts";
export { reportRoom, reportWaits, type RoomReport } from "./room-report.ts";
export { noticeSurge, reviewSurge } from "./surge.ts";
export { isKnownGood, lineOf, placeInLine } from "./order.ts";
export { offerWaiting, placeInQueue } from "./queue.ts";
export {
  isIdle,
  isPresent,
  isStaffed,
  isWaiting,
  offerAt,
  offersOf,
  operatorsPresent,
  supervisorsStandIn,
} from "./room.ts";
export { desksFor, idleDesks } from "./selection.ts";
