import type { WordsLike } from '#page-kit';
import type { session as en } from './words.en.js';

export const session: WordsLike<typeof en> = {
  title: '登录',
  about: '请使用管理员为您创建的账号。',
  email: '邮箱',
  password: '密码',
  code: '第二因素验证码',
  codeHint: '验证器应用中的六位数字，或一个恢复码。',
  signIn: '登录',
  or: '或',
  signInWith: '使用 {{name}} 登录',
  refused: '邮箱与密码不匹配。',
  codeRefused: '验证码不正确，请输入应用当前显示的数字。',
  tooOften: '尝试次数过多，请等待一分钟后再试。',
  factorTitle: '您的角色需要第二因素',
  factorAbout: '请用验证器应用扫描，然后输入它显示的验证码。',
  factorSecret: '或在应用中输入此密钥：',
  factorBegin: '开始设置',
  factorConfirm: '确认',
  factorRecovery: '请保存这些恢复码。手机丢失时每个可用一次。',
  factorDone: '我已保存',
  again: '您已退出，请重新登录。草稿已保存。',
};
