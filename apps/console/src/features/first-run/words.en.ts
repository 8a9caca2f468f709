export const firstRun = {
  title: 'First run',
};
