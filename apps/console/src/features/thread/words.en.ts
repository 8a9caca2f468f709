export const thread = {
  title: 'Thread',
};
