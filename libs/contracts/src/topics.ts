/** Topics of the middle. 16 partitions each, fixed: the key decides the partition, so a change would reorder. */
export const PARTITIONS = 16;

export const Topics = {
  inboundMessages: 'inbound-messages',
  deliveryUpdates: 'delivery-updates',
  connectorStates: 'connector-states',
  ticketEvents: 'ticket-events',
  /** One topic a channel: `outbound-messages.email`. */
  outboundMessages: (channel: string) => `outbound-messages.${channel}`,
} as const;
