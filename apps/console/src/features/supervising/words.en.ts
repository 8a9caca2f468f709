export const supervising = {
  title: 'Supervising',
};
