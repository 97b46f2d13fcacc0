"""Paper, without Qt: layout(receipt) → lines; then a PDF or a picture of them."""
