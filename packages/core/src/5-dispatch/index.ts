export { nextDispatchState } from "./dispatch-state.ts";
export { moveDispatch, refuseDispatch, refuseMove, sendToAgencies } from "./dispatch.ts";
