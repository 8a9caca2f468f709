import type { WordsLike } from '#page-kit';
import type { measures as en } from './words.en.js';

export const measures: WordsLike<typeof en> = {
  measures: {
    title: '需客户同意的操作',
    ask: '征询同意',
    askCustomer: '向客户征询',
    kind: '操作类型',
    what: '操作内容',
    risk: '风险',
    tool: '工具',
    rights: '权限',
    states: { asked: '已征询', consented: '已同意', refused: '已拒绝', running: '进行中', ended: '已结束' },
    by: '决定人',
    how: '告知方式',
    howHint: '例如邮件、电话。',
    agreed: '同意',
    refused: '拒绝',
    decided: '客户决定',
    start: '开始操作',
    ran: '起止时间',
    end: '结束操作',
    result: '结果',
    recording: '录像',
    recordingHint: '或填写其他存放位置。',
    file: '录像文件',
    fileHint: '加密保存在本系统。',
    uploading: '正在上传录像',
    mayNotHear: '您没有播放录音录像的权限。',
  },
};
