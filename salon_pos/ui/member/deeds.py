"""The deeds that change what a client holds beside a sale: after one, screens look again."""

OF_HOLDINGS = frozenset(
    {
        "issue_card",
        "replace_card",
        "set_card_state",
        "set_card_pin",
        "close_card",
        "adjust_points",
        "give_activity",
        "redeem",
        "cancel_redemption",
        "claim",
        "refund_deposit",
        "forfeit_deposit",
        "settle_account",
        "give_voucher",
        "give_coupon",
        "cancel_voucher",
        "set_tier",
        "give_birthday_gift",
    }
)
