/** As events name themselves. */
export const eventTypes = [
  "Send",
  "Delivery",
  "Bounce",
  "Complaint",
  "Reject",
  "DeliveryDelay",
  "Rendering Failure",
  "Open",
  "Click",
  "Subscription",
];

const words: Readonly<Record<string, string>> = {
  DeliveryDelay: "Delivery delay",
  "Rendering Failure": "Rendering failure",
};

/** As people read it. */
export function eventInShort(type: string): string {
  return words[type] ?? type;
}

export const eventChoices = eventTypes.map((type) => ({ value: type, label: eventInShort(type) }));
