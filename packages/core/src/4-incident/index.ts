export {
  amend,
  closeIncident,
  linkCall,
  note,
  openIncident,
  refuseClose,
  refuseLink,
  refuseReport,
  refuseUnknown,
} from "./incident.ts";
