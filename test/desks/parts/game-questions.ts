/** What players ask, with the category that a person would give it; none of it stands among the desk's examples. */
export const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  registration: [
    ...['注册新号一直收不到短信验证码', '我想换绑手机号，旧号码已经停机了', '实名认证提交两天了还在审核', '登录的时候提示密码错误'],
    ...['忘记密码怎么找回', '提示手机号已经注册过了', '孩子的账号怎么做实名认证', '怎么注销我的账号', '账号登录一直转圈'],
    ...['How do I register an account with an overseas phone number', '账号被冻结怎么申诉', '身份证号填错了，实名怎么改'],
  ],
  payment: [
    ...['充值648没有到账', '扣了两次款，请退一次', '我想申请退款，昨天买的', '支付宝付款失败', '发票怎么开', '月卡续费怎么关掉'],
    ...['付款成功但是订单显示未支付', '孩子误充值想退钱', '银行卡被扣费了没收到点券', '充值记录和余额对不上'],
    ...['My payment failed but the money is gone', '退款什么时候到银行卡', '充错账号了能不能退款'],
  ],
  logistics: [
    ...['我买的周边快递到哪了', '物流三天没有更新了', '手办什么时候发货', '包裹显示已签收但我没收到', '想改一下收货地址'],
    ...['快递单号在哪里查', '配送到新疆要多久', '快递丢了怎么赔', '能不能换成顺丰快递', '预售的周边几号发货'],
    ...['Where is my package', '快递员一直不派送', '退货的快递费谁出'],
  ],
  product_service: [
    ...['收到的手办断了一只手', '游戏一打开就闪退', '手柄按键坏了想保修', '更新之后游戏特别卡', '道具莫名其妙消失了'],
    ...['活动奖励没有发给我', '键盘质量有问题要换货', '角色数据回档了', '怎么申请维修', '发现有人开外挂怎么举报'],
    ...['The controller arrived broken', '任务卡住了做不了'],
  ],
};
