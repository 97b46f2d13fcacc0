"""What a translation must not look like: characters of the other script, words of another
region, terms that differ from the salon's own, punctuation of another alphabet."""

import re
from collections.abc import Iterator

HAN = "㐀-鿿"

# The old character sets know which script a character belongs to: whatever simplification
# changed is missing from Big5, and the old forms are missing from GB 2312.
_ENCODINGS = {"zh_CN": "gb2312", "zh_TW": "big5"}

# Simplified forms that Big5 holds all the same, as rare or variant characters, and the reverse.
_INTRUDERS = {
    "zh_CN": "乾後於徵摺麽夥",
    "zh_TW": (
        "与么优体儿听圣坏复宁并庄异怀怜惊扑扰昵晒机构栖气洁洒离网羡触赶万丑云价余党几厂后周尸帘"
        "征愿挂据朴极柜涂确种筑胜腊范荐虫蜡适里采夸裏麵"
    ),
}

# What is wrong, as a pattern, and what it should be.
_WRONG_FORMS = {
    "zh_CN": {
        "客户|客人|贵宾": "顾客",
        "收据|收条": "小票",
        "发票": "小票（发票是税务发票）",
        "登陆": "登录",
        "帐": "账",
        "职员|雇员|店员": "员工",
        "付款方式|付款方法|支付方法": "支付方式",
        "提取佣金|佣金": "提成",
        "现金券": "代金券",
        "螢幕|萤幕|滑鼠|列印|预设|资料夹|软体|程式|网路|登出": "大陆用语",
        "唤回": "召回",
        "轮排": "轮牌",
        "指明": "指定",
        "营业天|工作日": "营业日",
    },
    "zh_TW": {
        "客戶|客人|貴賓": "顧客",
        "小票|單據條": "收據",
        "髮票|發票": "收據（發票是統一發票）",
        "支付方式|付款方法": "付款方式",
        "提成": "抽成",
        "代金券": "現金券",
        "充值": "儲值",
        "賬": "帳",
        "召回": "喚回",
        "打印": "列印",
        "默認": "預設",
        "登錄|登陸": "登入",
        "退出": "登出、離開",
        "保存": "儲存",
        "文件夾": "資料夾",
        "文件": "檔案",
        "軟件": "程式",
        "程序": "程式",
        "信息|消息": "訊息",
        "屏幕": "螢幕",
        "鼠標": "滑鼠",
        "數據": "資料",
        "設置": "設定",
        "添加": "新增、加入",
        "菜單": "選單",
        "鏈接|鏈結": "連結",
        "二維碼": "QR 碼",
        "掃碼": "掃描",
        "短信": "簡訊",
        "質量": "品質",
        "優化": "改善",
        "激活": "啟用",
        "粘貼": "貼上",
        "撤銷|撤消": "復原",
        "刷新": "重新整理",
        "加載|裝載": "載入",
        "字符": "字元",
        "點擊|單擊": "按",
        "搜索": "搜尋",
        "查找": "尋找",
        "支持": "支援",
        "運行": "執行",
        "硬盤": "硬碟",
        "在線": "線上",
        "視頻": "影片",
        "通過": "透過、以",
        "項目編碼": "項目代碼",
        "操作員|職員|僱員|店員": "員工",
        # One simplified character, several traditional ones: the machine's choice is the wrong one.
        "[頭理染護洗燙剪吹短長中捲盤毛造脫接]發|發(?=型師|型|質|色|廊|膜|根|梢|油|蠟|膠|夾)": "髮",
        "髮(?=[展送現生放行票出佈表給明])|[開出沙研批]髮": "發",
        "烫": "燙",
        "隻(?=有|能|要|需|收|限|剩|可|是)": "只",
        r"[一二兩三四五六七八九十幾0-9}] ?只(?!有|能|要|需|收|限|剩|可|是)": "隻",
        "干(?!擾|涉|預)": "乾、幹",
        "復制|複製品|制作|印制|定制|制成": "製",
        "重復|復雜|復印": "複",
        "恢複|複原|回複|答覆原": "復",
        "關系|聯系": "關係、聯繫",
        "標准|准備|准確|基准": "準",
        "批準|準許|不準": "准",
        "計划|划分": "劃",
        "(?<!問)卷": "券、捲",
        "傢(?!俱)": "家",
        "鍾(?=頭)|分鍾|點鍾": "鐘",
        "歷(?=法)|日歷": "曆",
        "乾淨利落": "俐落",
        "錶(?=格|示|達|明)": "表",
        "週(?=到|全|詳|密)": "周",
        "儘管理": "盡",
        "臺": "台",
    },
}

# English words whose translation PRODUCT.md has fixed.
_TERMS = {
    r"\bclients?\b": {"zh_CN": "顾客", "zh_TW": "顧客"},
    r"\bwalk-ins?\b": {"zh_CN": "散客", "zh_TW": "散客"},
    r"\bstaff\b": {"zh_CN": "员工", "zh_TW": "員工"},
    r"\bstylists?\b": {"zh_CN": "发型师", "zh_TW": "髮型師"},
    r"\breceipts?\b": {"zh_CN": "小票", "zh_TW": "收據"},
    r"\btenders?\b|\bmeans of payment\b": {"zh_CN": "支付方式", "zh_TW": "付款方式"},
    r"\bbusiness days?\b": {"zh_CN": "营业日", "zh_TW": "營業日"},
    r"\bstored value\b": {"zh_CN": "储值", "zh_TW": "儲值"},
    r"\bshifts?\b": {"zh_CN": "班", "zh_TW": "班"},
    r"\bopening float\b": {"zh_CN": "备用金", "zh_TW": "備用金"},
    r"\bsales credit\b": {"zh_CN": "业绩", "zh_TW": "業績"},
    r"\bparked\b": {"zh_CN": "挂单", "zh_TW": "掛單"},
    r"\bresume\b": {"zh_CN": "取单", "zh_TW": "取單"},
    r"\bservices?\b": {"zh_CN": "服务", "zh_TW": "服務"},
    r"\bproducts?\b": {"zh_CN": "产品", "zh_TW": "產品"},
    r"\bmembers?\b(?<!staff member)(?<!staff members)": {"zh_CN": "会员", "zh_TW": "會員"},
    r"\bin turn\b": {"zh_CN": "轮牌", "zh_TW": "輪牌"},
    r"\bon account\b": {"zh_CN": "挂账", "zh_TW": "掛帳"},
}

_PUNCTUATION = {
    rf"[{HAN}}}][,;!?:]|[,;!?:][{HAN}]": "full-width ，；！？：",
    rf"[{HAN}}}]\.": "full-width 。",
    rf"[{HAN}][()]|[()][{HAN}]": "full-width （）",
    r"\.\.\.": "…",
    '"': "Chinese quotation marks",
    rf"(?:[0-9]|\{{n\}})(?!折)[{HAN}]|[{HAN}](?:[0-9]|\{{n\}})": "a space there",
}
_QUOTES = {"zh_CN": ("[「」『』]", "“”"), "zh_TW": ("[“”‘’]", "「」")}

_ENGLISH = {
    r"\bcustomers?\b|\bguests?\b|\bpatrons?\b": "client",
    r"\bemployees?\b": "staff member",
    r"\bpayment methods?\b": "tender",
    r"\binvoices?\b": "receipt",
    r"\.\.\.": "…",
}


def form_faults(language: str, text: str) -> Iterator[str]:
    """Each form that `text` may not have in `language`, and what it should be."""
    words = re.sub(r"\{\w+\}", "", text)
    foreign = {c for c in words if re.match(f"[{HAN}]", c) and not _belongs(language, c)}
    if foreign:
        yield f"not characters of {language}: {''.join(sorted(foreign))}"
    quotes, right = _QUOTES[language]
    for pattern, better in {**_WRONG_FORMS[language], **_PUNCTUATION, quotes: right}.items():
        if wrong := re.search(pattern, text):
            yield f"{wrong[0]}: write {better}"


def _belongs(language: str, character: str) -> bool:
    try:
        character.encode(_ENCODINGS[language])
    except UnicodeEncodeError:
        return False
    return character not in _INTRUDERS[language]


def term_faults(language: str, source: str, text: str) -> Iterator[str]:
    """Each fixed term of `source` that `text` calls by another name."""
    words = re.sub(r"\{\w+\}", "", source)
    for pattern, terms in _TERMS.items():
        if (term := re.search(pattern, words, re.IGNORECASE)) and terms[language] not in text:
            yield f"{term[0]} is {terms[language]}"


def english_faults(source: str) -> Iterator[str]:
    """Each word an English source should not use, and the salon's own word for it."""
    words = re.sub(r"\{\w+\}", "", source)
    for pattern, better in _ENGLISH.items():
        if wrong := re.search(pattern, words, re.IGNORECASE):
            yield f"{wrong[0]}: write {better}"
