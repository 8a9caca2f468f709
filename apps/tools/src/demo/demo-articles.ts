interface Words {
  readonly title: string;
  readonly body: string;
}

/** What the demo's help centre says, in both languages of its desk: answers to what its customers ask. */
export const DEMO_ARTICLES: readonly Readonly<Record<'en' | 'zh', Words>>[] = [
  {
    en: {
      title: 'Read and pay an invoice',
      body: 'All invoices lie under Account, Invoices. Each can be paid by card or bank transfer; a receipt follows by mail.\n\nAn invoice that names a wrong company can be changed within 30 days.',
    },
    zh: {
      title: '查看和支付账单',
      body: '所有账单都在账户的账单中，可以用银行卡或转账支付，收据会随邮件发出。\n\n抬头有误的账单可在 30 天内更正。',
    },
  },
  {
    en: {
      title: 'No confirmation mail has come',
      body: 'Confirmations leave within a minute.\n\n- Look into the folder for unwanted mail.\n- See whether the address in your account is spelled right.\n- Have it sent once more under Account, Addresses.\n\nStill nothing? Write to us: we can see where it is.',
    },
    zh: {
      title: '没有收到确认邮件',
      body: '确认邮件会在一分钟内发出。\n\n- 请查看垃圾邮件文件夹。\n- 请检查账户中的邮箱地址是否正确。\n- 可在账户的邮箱地址中重新发送。\n\n仍未收到？请联系我们，我们能查到它在哪里。',
    },
  },
  {
    en: {
      title: 'Export a document to Word',
      body: 'A document can leave as a Word file at any time.\n\n1. Open the document.\n2. Choose File, then Export.\n3. Choose Word (.docx).\n\nComments go along; the history of changes stays here.',
    },
    zh: {
      title: '将文档导出为 Word',
      body: '文档可以随时导出为 Word 文件。\n\n1. 打开文档。\n2. 选择文件，再选择导出。\n3. 选择 Word (.docx)。\n\n批注会一并导出，修改记录保留在原处。',
    },
  },
];
