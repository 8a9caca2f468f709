export const announcements = {
  title: 'Announcements',
};
