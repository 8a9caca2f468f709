/** Consumer groups of ticketing. A change of name reads a topic anew from its beginning: every handler bears that. */
export const INTAKE_GROUP = 'ticketing-intake';
export const DELIVERY_GROUP = 'ticketing-delivery';
export const INBOXES_GROUP = 'ticketing-inboxes';
export const DESK_WORK_GROUP = 'ticketing-desk-work';
