export const operating = {
  title: 'Operating',
};
