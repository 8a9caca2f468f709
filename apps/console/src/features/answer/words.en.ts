export const answer = {
  title: 'Answer',
};
